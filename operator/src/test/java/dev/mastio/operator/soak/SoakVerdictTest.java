package dev.mastio.operator.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.MastioInstanceStatus.Verdict;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoakVerdictTest {
    private static final String RUN = "demo-soak-29401";
    private static final String GOOD = """
            {"run":"demo-soak-29401","verdict":"Passed","reason":"WithinLimits","message":"All limits held.","startedAt":"2026-11-24T02:00:00Z","finishedAt":"2026-11-24T03:05:00Z",
             "seconds":3600,"requests":7390997,"requestsPerSecond":2053.0,"errorRate":0.004,"p50Millis":21.1,"p95Millis":70.1,"p99Millis":73.8,"maxMillis":163.4,
             "residentDriftPercent":0.08,"heapDriftPercent":0.02,"pods":2,"idleSeconds":10,"report":"demo-soak-report/demo-soak-29401.json.gz"}
            """;

    @Test
    void readsTheMessageOfTheContract() {
        SoakVerdict verdict = SoakVerdict.read(GOOD, RUN).orElseThrow();

        assertThat(verdict.verdict()).isEqualTo(Verdict.Passed);
        assertThat(verdict.requests()).isEqualTo(7_390_997);
        assertThat(verdict.residentDriftPercent()).isEqualTo(0.08);
        assertThat(verdict.idleSeconds()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "Passed",
                "\"Passed\"",
                "{\"verdict\":\"Passed\"}",
                "{\"run\":\"demo-soak-29401\",\"verdict\":\"Passed\",\"reason\":\"WithinLimits\"}",
                "{\"run\":\"another\",\"verdict\":\"Passed\",\"reason\":\"WithinLimits\",\"message\":\"\"}",
                "{\"run\":\"demo-soak-29401\",\"verdict\":\"Great\",\"reason\":\"WithinLimits\",\"message\":\"\"}",
                "{\"run\":\"demo-soak-29401\",\"verdict\":0,\"reason\":\"WithinLimits\",\"message\":\"\"}",
                "{\"run\":\"demo-soak-29401\",\"verdict\":\"Passed\",\"reason\":\"not a word\",\"message\":\"\"}",
                "{\"run\":\"demo-soak-29401\",\"verdict\":\"Passed\",\"reason\":\"WithinLimits\",\"message\":\"\"} {}",
                "{\"run\":\"demo-soak-29401\",\"verdict\":\"Passed\",\"reason\":\"WithinLimits\",\"message\":\"\",\"startedAt\":\"noon\"}",
                "{\"run\":\"demo-soak-29401\",\"verdict\":\"Passed\",\"reason\":\"WithinLimits\",\"message\":\"\",\"requests\":-1}",
                "{\"run\":\"demo-soak-29401\",\"verdict\":\"Passed\",\"reason\":\"WithinLimits\",\"message\":\"\",\"requests\":\"many\"}",
                "{\"run\":\"demo-soak-29401\",\"verdict\":\"Passed\",\"reason\":\"WithinLimits\",\"message\":\"\",\"p95Millis\":1e999}",
                "{\"run\":\"demo-soak-29401\",\"verdict\":\"Passed\",\"reason\":\"WithinLimits\",\"message\":\"\",\"p95Millis\":NaN}",
            })
    void anythingElseIsNoVerdict(String text) {
        assertThat(SoakVerdict.read(text, RUN)).isEmpty();
    }

    @Test
    void aMessageThatKubernetesHasCutIsNoVerdict() {
        String longer = GOOD.replace("All limits held.", "x".repeat(5000));

        assertThat(SoakVerdict.read(longer.substring(0, 4096), RUN)).isEmpty();
        assertThat(SoakVerdict.read(longer, RUN)).isEmpty();
    }

    @Test
    void noDamageToAMessageLetsAnExceptionOut() {
        Random random = new Random(42);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder damaged = new StringBuilder(GOOD);
            for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
                damaged.setCharAt(random.nextInt(damaged.length()), (char) random.nextInt(i % 2 == 0 ? 128 : 65_536));
            }
            SoakVerdict.read(damaged.toString(), RUN)
                    .ifPresent(read -> assertThat(read.run()).isEqualTo(RUN));
        }
        assertThat(SoakVerdict.read("[".repeat(4000), RUN)).isEmpty();
    }
}
