package dev.mastio.proxy.admin;

import dev.mastio.proxy.limits.LatencyBreaker;
import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.wire.Guard;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Request;
import dev.mastio.proxy.wire.Route;
import java.time.Duration;
import java.util.List;

/** Where administrators see what this replica does about its load. */
public final class ObservabilityRoutes {

    private static final double NANOS_A_MILLI = 1e6;

    private final LatencyBreaker breaker;
    private final Guard guard;

    public ObservabilityRoutes(LatencyBreaker breaker, Guard guard) {
        this.breaker = breaker;
        this.guard = guard;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.get("/v1/admin/observability/circuit-breaker", Family.ADMIN, guard.before(this::circuitBreaker)),
                Route.get(
                        "/v1/admin/observability/anomaly-detector", Family.ADMIN, guard.before(this::anomalyDetector)));
    }

    /** In the original's word for a detector that does nothing: this version has none. */
    private Reply anomalyDetector(Request request) throws Exception {
        return Reply.json(Json.object().put("mode", "off"));
    }

    private Reply circuitBreaker(Request request) throws Exception {
        LatencyBreaker.State state = breaker.state();
        return Reply.json(Json.object()
                .put("shedding", state.share() > 0)
                .put("shed_share", state.share())
                .put("p99_ms", millis(state.slowest()))
                .put("samples", state.answers())
                .put("shed_above_ms", millis(state.shedAbove()))
                .put("shed_until_ms", millis(state.shedUntil())));
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / NANOS_A_MILLI;
    }
}
