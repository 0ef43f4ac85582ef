package dev.mastio.proxy;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.wire.Json;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The breaker of a proxy, seen by its clients: what it says, and how much of what comes it sheds. */
final class WatchedBreaker implements AutoCloseable {

    /** The window of the breaker, a question each second that takes up to two, and what a busy machine adds. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    static final int REQUESTS = 2_000;
    /** Four times the standard deviation of a half of so many. */
    static final double CHANCE = 0.045;

    private static final int CALLERS = 8;
    private static final String SECRET = "only-for-this-test-0123456789abcdef";

    /** What a proxy must be told so that its breaker can be watched and nothing else sheds. */
    static final Map<String, String> SETTINGS = Map.of(
            "MCP_PROXY_ADMIN_SECRET",
            SECRET,
            "MCP_PROXY_GLOBAL_RATE_LIMIT_RPS",
            "1000000",
            "MCP_PROXY_GLOBAL_RATE_LIMIT_BURST",
            "1000000");

    private final HttpClient client = Clients.speaking(HTTP_1_1);
    private final RunningProxy proxy;

    record State(double share, double slowest) {}

    WatchedBreaker(RunningProxy proxy) {
        this.proxy = proxy;
        proxy.awaitReady(client);
    }

    /** Once more than one of those that it remembers took as long. */
    State awaitAnswersAfter(Duration latency) {
        return await().atMost(PATIENCE).until(this::state, state -> state.slowest() >= latency.toMillis());
    }

    /** Once all but one of those that it remembers took no longer. */
    void awaitAnswersWithin(Duration latency) {
        await().atMost(PATIENCE).until(() -> state().slowest() <= latency.toMillis());
    }

    void awaitClosed() {
        await().atMost(PATIENCE).until(() -> state().share() == 0);
    }

    /** Asks until the question itself is not shed. */
    State state() throws Exception {
        HttpResponse<String> answer = await().atMost(PATIENCE)
                .until(
                        () -> RunningProxy.send(
                                client,
                                proxy.data("/v1/admin/observability/circuit-breaker")
                                        .header("X-Admin-Secret", SECRET)),
                        response -> response.statusCode() == 200);
        JsonNode state = Json.read(answer.body());
        return new State(
                state.get("shed_share").doubleValue(), state.get("p99_ms").doubleValue());
    }

    /** The share of requests that ask nothing of the database and are refused nevertheless. */
    double shed() throws Exception {
        List<Future<Integer>> callers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < CALLERS; caller++) {
                callers.add(threads.submit(() -> shedOf(REQUESTS / CALLERS)));
            }
        }
        int shed = 0;
        for (Future<Integer> caller : callers) {
            shed += caller.get();
        }
        return (double) shed / REQUESTS;
    }

    private int shedOf(int requests) throws Exception {
        int shed = 0;
        for (int request = 0; request < requests; request++) {
            HttpResponse<String> answer = RunningProxy.send(client, proxy.data("/nothing"));
            if (answer.statusCode() == 404) continue;
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("x-cullis-shed-reason")).contains("db_latency_circuit_breaker");
            assertThat(answer.headers().firstValue("retry-after")).contains("5");
            shed++;
        }
        return shed;
    }

    @Override
    public void close() {
        client.close();
    }
}
