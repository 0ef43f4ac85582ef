package dev.mastio.proxy;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies of the size that is allowed, that are made to become as much as they can when they are read: from anybody, and from an agent. */
class SmallHeapTest {

    private static final int AT_ONCE = 8;
    private static final int ROUNDS = 6;
    /** A little less than 2 MiB. */
    private static final int LARGEST = (2 << 20) - 100;

    private ProxyProcess proxy;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        proxy = ProxyProcess.inASmallPod(directory, LoggedInAgent.SETTINGS);
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

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void outlivesCallsOfAnAgentWhoseArgumentsBecomeMuch(String what, String parameters, int alone) throws Exception {
        LoggedInAgent agent = LoggedInAgent.newAt(proxy, "alice");
        String body = "{\"tool\":\"cullis_stress_probe\",\"parameters\":" + parameters + "}";
        assertThat(body.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(2 << 20);
        try (HttpClient client = Clients.speaking(HTTP_1_1)) {
            for (int round = 0; round < ROUNDS; round++) {
                List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    answers.add(client.sendAsync(call(agent, body).build(), BodyHandlers.ofString()));
                }
                assertThat(answers.stream().map(answer -> answer.join().statusCode()))
                        .isSubsetOf(alone, 503);
            }

            await().atMost(ProxyProcess.PATIENCE)
                    .until(() -> RunningProxy.send(client, call(agent, body)).statusCode() == alone);
            assertThat(proxy.process().isAlive()).isTrue();
        }
    }

    /** What they get when they come alone: arguments of more than 128 KiB are refused once they are read. */
    static Stream<Arguments> calls() {
        return Stream.of(
                Arguments.of("many fields", fields(65_000, ""), 422),
                Arguments.of("many fields with long names", fields(65_000, "n".repeat(20)), 422),
                Arguments.of("many fields with names that are not of Latin-1", fields(65_000, "\u0100".repeat(9)), 422),
                Arguments.of("as many fields as are taken", fields(12_000, ""), 200),
                Arguments.of("empty lists", "{\"a\":[" + "[],".repeat(43_000) + "[]]}", 200),
                Arguments.of("empty objects, too many", "{\"a\":[" + "{},".repeat(65_000) + "{}]}", 422),
                Arguments.of("lists in lists", "{\"a\":[" + nested(900, 72) + "]}", 200),
                Arguments.of("more lists in lists", "{\"a\":[" + nested(900, 73) + "]}", 422),
                Arguments.of("more tokens than are taken", "{\"a\":[" + filled("{},") + "{}]}", 422));
    }

    private HttpRequest.Builder call(LoggedInAgent agent, String body) throws IOException {
        HttpRequest.Builder request = proxy.data(LoggedInAgent.Call.PATH).POST(BodyPublishers.ofString(body));
        agent.call("r").headers().forEach(request::header);
        return request;
    }

    private static String fields(int count, String rest) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"%x%s\":0".formatted(i, rest))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String nested(int depth, int times) {
        return String.join(",", Collections.nCopies(times, "[".repeat(depth) + "]".repeat(depth)));
    }

    @Test
    void hasRoomForTheLargestBody() throws Exception {
        assertThat(proxy.log()).contains("listens on").doesNotContain("MASTIO_MAX_BODIES_BYTES");
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
