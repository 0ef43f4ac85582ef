package dev.mastio.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.MovableClock;
import dev.mastio.proxy.limits.LatencyBreaker;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Route;
import dev.mastio.proxy.wire.TestRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObservabilityRoutesTest {

    private static final String BREAKER = "/v1/admin/observability/circuit-breaker";

    private static final String DETECTOR = "/v1/admin/observability/anomaly-detector";

    private final MovableClock clock = new MovableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final LatencyBreaker breaker =
            new LatencyBreaker(Duration.ofMillis(500), Duration.ofMillis(350), clock::nanoTime, () -> 0.5);
    private final List<Route> routes = new ObservabilityRoutes(breaker, request -> {}).routes();

    @Test
    void saysThatNothingIsShedBeforeAnythingIsKnown() {
        assertThat(TestRequest.get(BREAKER).to(routes).body())
                .isEqualTo("{\"shedding\":false,\"shed_share\":0.0,\"p99_ms\":0.0,\"samples\":0,"
                        + "\"shed_above_ms\":500.0,\"shed_until_ms\":350.0}");
    }

    @Test
    void saysHowMuchIsShedAndForWhichLatency() {
        breaker.took(Duration.ofSeconds(1));
        breaker.took(Duration.ofSeconds(1));

        assertThat(TestRequest.get(BREAKER).to(routes).body())
                .isEqualTo("{\"shedding\":true,\"shed_share\":0.525,\"p99_ms\":1000.0,\"samples\":2,"
                        + "\"shed_above_ms\":500.0,\"shed_until_ms\":350.0}");
    }

    @Test
    void saysThatNobodyIsPutIntoQuarantine() {
        assertThat(TestRequest.get(DETECTOR).to(routes).body()).isEqualTo("{\"mode\":\"off\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {BREAKER, DETECTOR})
    void saysNothingToThoseWhoMayNotKnow(String path) {
        List<Route> guarded = new ObservabilityRoutes(breaker, request -> {
                    throw new Refusal(403, "invalid admin secret");
                })
                .routes();

        assertThat(TestRequest.get(path).to(guarded).status()).isEqualTo(403);
    }
}
