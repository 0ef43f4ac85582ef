package dev.mastio.proxy;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.store.PostgresServer;
import dev.mastio.proxy.wire.Json;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database that answers, but late: how much the breaker sheds, from when and until when. */
class SlowPostgresTest {

    private static final Logger LOG = LoggerFactory.getLogger(SlowPostgresTest.class);
    private static final String SECRET = "only-for-this-test-0123456789abcdef";
    private static final int REQUESTS = 2_000;
    private static final int CALLERS = 16;
    /** Four times the standard deviation of a half of so many. */
    private static final double CHANCE = 0.045;
    /** The window of the breaker, a question each second that takes up to two, and what a busy machine adds. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client = Clients.speaking(HTTP_1_1);

    private record Breaker(double share, double slowest) {}

    @Test
    void shedsTheMoreTheLaterTheDatabaseAnswersAndNothingAnyMoreOnceItIsQuick(@TempDir Path directory)
            throws Exception {
        try (PostgresServer postgres = PostgresServer.start();
                SlowPath path = SlowPath.to(postgres.port());
                RunningProxy proxy = RunningProxy.start(
                        directory,
                        Map.of(
                                "PROXY_DB_URL",
                                postgres.urlBy(path.entrance()),
                                "MCP_PROXY_ADMIN_SECRET",
                                SECRET,
                                "MCP_PROXY_GLOBAL_RATE_LIMIT_RPS",
                                "1000000",
                                "MCP_PROXY_GLOBAL_RATE_LIMIT_BURST",
                                "1000000"))) {
            proxy.awaitReady(client);
            assertThat(shed(proxy)).isZero();

            double before = 0;
            for (int millis : new int[] {300, 600, 1_000, 1_600}) {
                path.delay(Duration.ofMillis(millis));
                Breaker breaker = awaitOpinion(proxy, millis);
                double shed = shed(proxy);
                LOG.info(
                        "answers after {} ms: p99 {} ms, {} % of {} requests shed",
                        millis, breaker.slowest(), 100 * shed, REQUESTS);
                assertThat(shed).isCloseTo(breaker.share(), within(CHANCE)).isGreaterThanOrEqualTo(before);
                before = shed;
            }
            assertThat(before).isCloseTo(0.95, within(CHANCE));

            path.delay(Duration.ZERO);
            long quick = System.nanoTime();
            await().atMost(PATIENCE).until(() -> breaker(proxy).share() == 0);
            LOG.info("quick again: nothing shed after {}", Duration.ofNanos(System.nanoTime() - quick));
            assertThat(shed(proxy)).isZero();
        }
    }

    /** Once all that it remembers is from this delay. */
    private Breaker awaitOpinion(RunningProxy proxy, int millis) {
        return await().atMost(PATIENCE).until(() -> breaker(proxy), breaker -> breaker.slowest() >= millis);
    }

    /** Asks until the question itself is not shed. */
    private Breaker breaker(RunningProxy proxy) throws Exception {
        HttpResponse<String> answer = await().atMost(PATIENCE)
                .until(
                        () -> RunningProxy.send(
                                client,
                                proxy.data("/v1/admin/observability/circuit-breaker")
                                        .header("X-Admin-Secret", SECRET)),
                        response -> response.statusCode() == 200);
        JsonNode state = Json.read(answer.body());
        return new Breaker(
                state.get("shed_share").doubleValue(), state.get("p99_ms").doubleValue());
    }

    /** The share of requests that ask nothing of the database and are refused nevertheless. */
    private double shed(RunningProxy proxy) throws Exception {
        List<Future<Integer>> callers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < CALLERS; caller++) {
                callers.add(threads.submit(() -> shedOf(proxy, REQUESTS / CALLERS)));
            }
        }
        int shed = 0;
        for (Future<Integer> caller : callers) {
            shed += caller.get();
        }
        return (double) shed / REQUESTS;
    }

    private int shedOf(RunningProxy proxy, int requests) throws Exception {
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
}
