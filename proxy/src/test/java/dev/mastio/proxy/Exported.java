package dev.mastio.proxy;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.proxy.audit.verify.Run;
import dev.mastio.proxy.wire.Json;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** An audit log as its administrator gets it from a proxy. */
record Exported(Path file) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** From one that may still be starting, or shed load because its database was slow a moment ago. */
    static Exported from(ProxyProcess proxy, Path directory) throws Exception {
        return from(proxy, directory, "export");
    }

    /**
     * The same of a part, or with more in it.
     *
     * @param what the end of a route under {@code /v1/admin/audit}
     */
    static Exported from(ProxyProcess proxy, Path directory, String what) throws Exception {
        Path file = Files.createTempFile(directory, "export", ".ndjson");
        try (HttpClient client = Clients.speaking(HTTP_1_1)) {
            proxy.awaitReady(client);
            HttpRequest export = proxy.data("/v1/admin/audit/" + what)
                    .header("X-Admin-Secret", LoggedInAgent.ADMIN_SECRET)
                    .build();
            int status = await().atMost(PATIENCE)
                    .until(() -> client.send(export, BodyHandlers.ofFile(file)).statusCode(), answer -> answer != 503);
            assertThat(status).isEqualTo(200);
        }
        return new Exported(file);
    }

    /** The request ids of all calls, in the order of their rows. */
    List<String> calls() throws Exception {
        List<String> calls = new ArrayList<>();
        try (Stream<String> lines = Files.lines(file)) {
            for (String line : (Iterable<String>) lines::iterator) {
                String details = Json.read(line).path("details").asText("{}");
                String requestId = Json.read(details).path("request_id").asText();
                if (!requestId.isEmpty()) {
                    calls.add(requestId);
                }
            }
        }
        return calls;
    }

    /** Those of them that are not there. */
    List<String> lost(List<String> acknowledged) throws Exception {
        Set<String> present = new HashSet<>(calls());
        return acknowledged.stream().filter(call -> !present.contains(call)).toList();
    }

    /** As anybody can do it who has nothing but the file. */
    void requireVerified() {
        Run verified = Run.of(file.toString());
        assertThat(verified.output()).contains("VERIFY PASS");
        assertThat(verified.exitCode()).isZero();
    }
}
