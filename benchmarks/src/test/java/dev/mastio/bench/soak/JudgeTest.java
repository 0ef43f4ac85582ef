package dev.mastio.bench.soak;

import static dev.mastio.bench.soak.Reports.load;
import static dev.mastio.bench.soak.Reports.memory;
import static dev.mastio.bench.soak.Reports.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.bench.soak.Reason.Outcome;
import dev.mastio.bench.soak.SoakReport.Load;
import dev.mastio.bench.soak.SoakReport.Pod;
import dev.mastio.bench.soak.SoakReport.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final Load GOOD = load(7_390_997, 0, 70.1);
    private static final Pod STEADY = pod("demo-1", memory(125), memory(125.1));

    @Test
    void theRunOnTheCapacityPagePasses() {
        Verdict verdict = Judge.judge(Reports.clean());

        assertThat(verdict.reason().outcome()).isEqualTo(Outcome.Passed);
        assertThat(verdict.message()).contains("2053.1 requests/s for 3600 s, p95 70.1 ms, errors 0.000 %");
    }

    @Test
    void aRunThatLeftMemoryLittleTimeToComeBackSaysSo() {
        Verdict brief = Judge.judge(Reports.idling(Duration.ofSeconds(10)));
        Verdict full = Judge.judge(Reports.idling(Duration.ofSeconds(60)));

        assertThat(brief.reason()).isEqualTo(Reason.WithinLimits);
        assertThat(brief.message())
                .endsWith("the drift says less than that of a full run.")
                .contains("10 s", "60");
        assertThat(full.message()).doesNotContain("says less");
    }

    @Test
    void limitsAreExactAtTheirEdges() {
        assertThat(judge(load(10_000_000, 99_999, 249.99), STEADY)).isEqualTo(Reason.WithinLimits);
        assertThat(judge(load(10_000_000, 100_000, 70), STEADY)).isEqualTo(Reason.ErrorsBreached);
        assertThat(judge(load(10_000_000, 0, 250), STEADY)).isEqualTo(Reason.LatencyBreached);
        assertThat(judge(GOOD, pod("demo-1", memory(100), memory(110)))).isEqualTo(Reason.WithinLimits);
        assertThat(judge(GOOD, pod("demo-1", memory(100, 20), memory(110.1, 20))))
                .isEqualTo(Reason.ResidentDrift);
        assertThat(judge(GOOD, pod("demo-1", memory(100, 20), memory(100, 22.1))))
                .isEqualTo(Reason.HeapDrift);
    }

    @Test
    void aHeapThatGrowsExplainsAProcessThatGrows() {
        assertThat(judge(GOOD, pod("demo-1", memory(100, 20), memory(140, 60)))).isEqualTo(Reason.HeapDrift);
    }

    @Test
    void theWorstReplicaCounts() {
        Verdict verdict =
                Judge.judge(Reports.of(List.of(STEADY, pod("demo-2", memory(100, 20), memory(130, 20))), GOOD));

        assertThat(verdict.reason()).isEqualTo(Reason.ResidentDrift);
        assertThat(verdict.message()).contains("resident memory grew by 30.0 % in demo-2 (at most 10.0 %)");
        assertThat(verdict.residentDriftPercent()).hasValue(30);
    }

    @Test
    void allThatIsBreachedIsNamed() {
        Verdict verdict = Judge.judge(
                Reports.of(List.of(pod("demo-1", memory(100, 20), memory(130, 20))), load(8_000_000, 800_000, 300)));

        assertThat(verdict.message())
                .contains("resident memory grew by")
                .contains("10.000 % of requests failed")
                .contains("p95 was 300.0 ms");
    }

    @Test
    void whatDisturbsARunOutweighsWhatItMeasured() {
        Pod leaking = pod("demo-1", memory(100), memory(200));

        assertThat(Judge.judge(Reports.of(List.of(leaking), Set.of("demo-2 came"), Optional.of(GOOD), Optional.empty()))
                        .reason())
                .isEqualTo(Reason.ReplicasChanged);
        Trouble stopped = new Trouble(Reason.Interrupted, "The run was told to stop.");
        assertThat(Judge.judge(Reports.of(
                                List.of(leaking), Set.of("demo-2 came"), Optional.of(GOOD), Optional.of(stopped)))
                        .reason())
                .isEqualTo(Reason.Interrupted);
    }

    @Test
    void fourSamplesAreTooFew() {
        Pod four = pod("demo-1", memory(100), memory(100).subList(0, 4));

        Verdict verdict = Judge.judge(Reports.of(List.of(STEADY, four), GOOD));

        assertThat(verdict.reason()).isEqualTo(Reason.TooFewSamples);
        assertThat(verdict.message()).contains("demo-1 5 and 4");
    }

    @Test
    void aLoadThatWasCutShortOrTooLowDoesNotPass() {
        assertThat(judge(load(6_000_000, 0, 70, 3000), STEADY)).isEqualTo(Reason.TooShort);
        assertThat(judge(load(375 * 3600 - 1, 0, 70), STEADY)).isEqualTo(Reason.LoadTooLow);
        assertThat(judge(load(375 * 3600, 0, 70), STEADY)).isEqualTo(Reason.WithinLimits);
    }

    @Test
    void aLoadThatWasTooLowStillShowsALeak() {
        assertThat(judge(load(36_000, 0, 70), pod("demo-1", memory(100), memory(130))))
                .isEqualTo(Reason.HeapDrift);
    }

    private static Reason judge(Load load, Pod pod) {
        return Judge.judge(Reports.of(List.of(pod), load)).reason();
    }
}
