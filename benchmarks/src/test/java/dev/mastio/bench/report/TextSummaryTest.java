package dev.mastio.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextSummaryTest {

    @Test
    void isTheOneScreenOfTheCapacityPage() {
        assertThat(TextSummary.of(Reports.good())).isEqualTo("""
                ════ Mastio /health throughput summary ════
                Base URL: https://127.0.0.1:9443
                Duration: 2s, up to 50 virtual users
                Requests total: 100
                Requests per sec: 50.0 RPS
                Errors: 0.000 %
                Latency (success-only):
                  avg        50.5 ms
                  p(50)      50.0 ms
                  p(95)      95.0 ms
                  p(99)      99.0 ms
                  max       100.0 ms
                Thresholds:
                  ✓ http_req_duration p(95)<250 (measured 95.04)
                  ✓ http_req_failed rate<0.01 (measured 0.000)
                """);
    }

    @Test
    void saysWhyRequestsFailedAndWhichThresholdsAreBreached() {
        assertThat(TextSummary.of(Reports.bad()))
                .contains("Errors: 3.000 %")
                .containsSubsequence("2  no complete answer in time", "1  unexpected status, such as: status <503>")
                .contains("✗ http_req_duration p(95)<250")
                .contains("✗ http_req_failed rate<0.01 (measured 0.03000)");
        assertThat(Reports.bad().breached()).hasSize(2);
    }
}
