package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that claim another address with each request, by every field that some server believes. */
class ClaimedAddressTest {

    private static final String GUESSABLE = "a short one";
    private static final int TRIES = 5;
    private static final int NONCES_PER_MINUTE = 30;
    private static final List<String> FIELDS = List.of(
            "X-Forwarded-For",
            "X_Forwarded_For",
            "X-Real-IP",
            "X-Client-IP",
            "X-Cluster-Client-IP",
            "True-Client-IP",
            "CF-Connecting-IP");

    private RunningProxy proxy;
    private final HttpClient client = Clients.speaking(HttpClient.Version.HTTP_1_1);
    private int claimed;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        proxy = RunningProxy.start(directory, Map.of("MCP_PROXY_ADMIN_SECRET", GUESSABLE));
        proxy.awaitReady(client);
    }

    @AfterEach
    void stop() {
        client.close();
        proxy.close();
    }

    @Test
    void haveNoMoreTriesThanOthersAtTheirRealOne() throws Exception {
        for (int i = 0; i < TRIES; i++) {
            assertThat(status(administration("guess " + i))).isEqualTo(403);
        }

        assertThat(status(administration(GUESSABLE))).isEqualTo(429);
    }

    @Test
    void haveNoLargerBudgetThanOthersAtTheirRealOne() throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i <= NONCES_PER_MINUTE; i++) {
            statuses.add(status(proxy.data("/v1/enrollment/attestation-nonce")));
        }

        assertThat(statuses.removeLast()).isEqualTo(429);
        assertThat(statuses).containsOnly(200);
    }

    /** Or else whoever claims somebody's address could lock them out. */
    @Test
    void lockNobodyOutWhoseAddressTheyClaim() throws Exception {
        for (int i = 0; i <= TRIES; i++) {
            RunningProxy.send(client, administration("guess " + i).header("X-Forwarded-For", "127.0.0.2"));
        }

        try (OneConnection other = OneConnection.from("127.0.0.2", proxy.dataPort())) {
            assertThat(other.get("/v1/admin/agents", Map.of("X-Admin-Secret", GUESSABLE)))
                    .isEqualTo(200);
        }
    }

    private HttpRequest.Builder administration(String secret) {
        return proxy.data("/v1/admin/agents").header("X-Admin-Secret", secret);
    }

    private int status(HttpRequest.Builder request) throws Exception {
        String address = "192.0.2." + ++claimed;
        FIELDS.forEach(field -> request.header(field, address));
        return RunningProxy.send(client, request.header("Forwarded", "for=" + address))
                .statusCode();
    }
}
