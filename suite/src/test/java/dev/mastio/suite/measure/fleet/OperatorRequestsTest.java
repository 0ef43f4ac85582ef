package dev.mastio.suite.measure.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatorRequestsTest {

    private static final OperatorRequests EARLIER = OperatorRequests.of(List.of(
            "# TYPE mastio_operator_api_writes_total counter",
            "mastio_operator_api_reads_total{resource=\"leases\"} 5.0",
            "mastio_operator_api_writes_total{method=\"PATCH\",resource=\"deployments\"} 1200.0",
            "mastio_operator_api_writes_total{method=\"POST\",resource=\"deployments\"} 1.0",
            "mastio_operator_api_writes_total{method=\"PUT\",resource=\"leases\"} 7.0",
            "mastio_operator_leader 1.0"));

    @Test
    void methodsOfAResourceAreAddedUpAndTheLeaseIsCountedApart() {
        assertThat(EARLIER.otherWrites()).isEqualTo(Map.of("deployments", 1201L));
        assertThat(EARLIER.leases()).isEqualTo(7);
        assertThat(EARLIER.otherReads()).isEmpty();
    }

    @Test
    void onlyWhatIsNewSinceThenCounts() {
        var later = OperatorRequests.of(List.of(
                "mastio_operator_api_reads_total{resource=\"mastioinstances\"} 1.0",
                "mastio_operator_api_reads_total{resource=\"leases\"} 9.0",
                "mastio_operator_api_writes_total{method=\"PATCH\",resource=\"deployments\"} 1.2E3",
                "mastio_operator_api_writes_total{method=\"POST\",resource=\"deployments\"} 1.0",
                "mastio_operator_api_writes_total{method=\"PATCH\",resource=\"mastioinstances/status\"} 2.0",
                "mastio_operator_api_writes_total{method=\"PUT\",resource=\"leases\"} 10.0"));

        var since = later.since(EARLIER);

        assertThat(since.otherWrites()).isEqualTo(Map.of("mastioinstances/status", 2L));
        assertThat(since.otherReads()).isEqualTo(Map.of("mastioinstances", 1L));
        assertThat(since.leases()).isEqualTo(3);
    }
}
