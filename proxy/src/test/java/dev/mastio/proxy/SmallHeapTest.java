package dev.mastio.proxy;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies of the size that is allowed, from anybody, that are made to become as much as they can when they are read. */
class SmallHeapTest {

    private static final int AT_ONCE = 8;
    private static final int ROUNDS = 6;
    /** A little less than 2 MiB. */
    private static final int LARGEST = (2 << 20) - 100;

    private ProxyProcess proxy;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        proxy = ProxyProcess.inASmallPod(directory);
        try (HttpClient client = Clients.speaking(HTTP_1_1)) {
            proxy.awaitReady(client);
        }
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void outlivesBodiesThatBecomeMuchWhenTheyAreRead(String what, String path, IntFunction<String> body)
            throws Exception {
        try (HttpClient client = Clients.speaking(HTTP_1_1)) {
            for (int round = 0; round < ROUNDS; round++) {
                List<Integer> codes = together(client, path, body, round).stream()
                        .map(HttpResponse::statusCode)
                        .toList();
                assertThat(codes).isSubsetOf(400, 401, 422, 429, 503).anyMatch(code -> code != 503);
            }

            // Not at once: what is held up by them may count as a slow database for some seconds.
            await().atMost(ProxyProcess.PATIENCE)
                    .until(() -> RunningProxy.send(
                                            client,
                                            proxy.data("/v1/auth/token")
                                                    .POST(BodyPublishers.ofString("{\"client_assertion\":\"a.b.c\"}")))
                                    .statusCode()
                            == 401);
            assertThat(proxy.process().isAlive()).isTrue();
        }
    }

    static Stream<Arguments> hostile() {
        return Stream.of(
                attack("empty objects", "/v1/auth/token", turn -> "{\"a\":[" + filled("{},") + "{}]}"),
                attack(
                        "lists in lists",
                        "/v1/auth/token",
                        turn -> "{\"a\":[" + filled("[".repeat(900) + "]".repeat(900) + ",") + "0]}"),
                attack("objects with a field", "/v1/auth/token", turn -> "{\"a\":[" + filled("{\"a\":1e9},") + "0]}"),
                attack("fields", "/v1/auth/token", SmallHeapTest::manyFields),
                attack("long names, each time others", "/v1/auth/token", SmallHeapTest::longNames),
                attack("a long text", "/v1/auth/token", turn -> "{\"client_assertion\":\"\u0100" + filled("a") + "\"}"),
                attack("enrolment", "/v1/enrollment/start", turn -> "{\"dpop_jwk\":[" + filled("{},") + "{}]}"),
                attack("fields of a form", "/proxy/login", turn -> filled("a&")));
    }

    private static Arguments attack(String what, String path, IntFunction<String> body) {
        return Arguments.of(what, path, body);
    }

    private static String filled(String piece) {
        return piece.repeat((LARGEST - 100) / piece.length());
    }

    private static String manyFields(int turn) {
        return IntStream.range(0, LARGEST / 11)
                .mapToObj(i -> "\"%06x\":1".formatted(i))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String longNames(int turn) {
        String rest = "n".repeat(49_000);
        return IntStream.range(0, LARGEST / 49_020)
                .mapToObj(i -> "\"%d-%d-%s\":1".formatted(turn, i, rest))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private List<HttpResponse<String>> together(HttpClient client, String path, IntFunction<String> body, int round)
            throws IOException {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            answers.add(client.sendAsync(
                    proxy.data(path)
                            .POST(BodyPublishers.ofString(body.apply(round * AT_ONCE + i)))
                            .build(),
                    BodyHandlers.ofString()));
        }
        return answers.stream().map(CompletableFuture::join).toList();
    }
}
