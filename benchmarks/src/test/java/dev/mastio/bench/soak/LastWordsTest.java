package dev.mastio.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.bench.soak.SoakReport.Phase;
import dev.mastio.bench.soak.SoakReport.Pod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a run leaves behind, and how large that may be. */
class LastWordsTest {

    @Test
    void theVerdictHasTheFieldsOfTheContract() {
        Verdict verdict = Judge.judge(Reports.clean()).storedAt("demo-soak-report/demo-soak-29401.json.gz");

        Tree json = Tree.parse(new String(VerdictJson.of(verdict), StandardCharsets.UTF_8));

        assertThat(json.keys())
                .containsExactlyInAnyOrder(
                        "run",
                        "verdict",
                        "reason",
                        "message",
                        "startedAt",
                        "finishedAt",
                        "seconds",
                        "requests",
                        "requestsPerSecond",
                        "errorRate",
                        "p50Millis",
                        "p95Millis",
                        "p99Millis",
                        "maxMillis",
                        "residentDriftPercent",
                        "heapDriftPercent",
                        "pods",
                        "idleSeconds",
                        "report");
        assertThat(json.at("verdict").text()).contains("Passed");
        assertThat(json.at("reason").text()).contains("WithinLimits");
        assertThat(json.at("startedAt").text()).contains("2026-11-24T02:00:00Z");
        assertThat(json.at("requests").number()).hasValue(7_390_997);
        assertThat(json.at("idleSeconds").number()).hasValue(60);
    }

    @Test
    void noMessageMakesTheVerdictTooLongForKubernetes() {
        Verdict verdict = Judge.judge(Reports.clean());

        for (String endless : List.of("x".repeat(100_000), "\"\\".repeat(5_000), "漢".repeat(5_000), "\n".repeat(5_000)))
            assertThat(VerdictJson.of(verdict.withRemark(endless))).hasSizeLessThanOrEqualTo(4096);
    }

    @Test
    void theReportOfADayWithManyReplicasStaysWithinItsBound() throws IOException {
        Random random = new Random(3);
        List<Pod> pods = IntStream.range(0, 50)
                .mapToObj(i -> new Pod(
                        "demo-" + i, "uid-" + i, noisy(random, 5), noisy(random, 5), noisy(random, 24 * 3600 / 15)))
                .toList();
        SoakReport report = Reports.of(pods, Reports.load(177_000_000, 0, 70, 24 * 3600));
        Verdict verdict = Judge.judge(report);

        byte[] archive = ReportArchive.of(report, verdict);

        assertThat(archive).hasSizeLessThanOrEqualTo(900 * 1024);
        assertThat(ReportArchive.unpack(archive))
                .contains("\"name\": \"demo-0\"")
                .contains("\"name\": \"demo-49\"");
    }

    @Test
    void aReportOfAnHourKeepsEverySecond() throws IOException {
        SoakReport report = Reports.clean();

        Tree read = Tree.parse(ReportArchive.unpack(ReportArchive.of(report, Judge.judge(report))));

        assertThat(read.at("load", "course", "at").numbers().count()).isEqualTo(3600);
    }

    @Test
    void aReportWithoutLoadCanBeShown() {
        SoakReport report = new SoakReport(
                Reports.settings(),
                Reports.START,
                Reports.START,
                Double.POSITIVE_INFINITY,
                List.of(new Phase("warm-up", 0, 3)),
                List.of(),
                Set.of(),
                Optional.empty(),
                Optional.of(new SoakReport.Trouble(Reason.NoPods, "The Service has no replicas.")));

        String screen = ReportText.of(ReportJson.of(report, Judge.judge(report), 10));

        assertThat(screen).contains("Error (NoPods)").contains("as fast as answers come");
    }

    @Test
    void theUsualPlaceForLastWordsIsUsedOnlyWhereKubernetesMadeIt() {
        assertThat(TerminationLog.of(Map.of("MASTIO_TERMINATION_LOG", "/somewhere"))
                        .file())
                .contains(Path.of("/somewhere"));
        assertThat(TerminationLog.of(Map.of()).file()).isEmpty();
    }

    @Test
    void theTokenIsTheOneOfTheContract() {
        // printf demo-soak-29401 | openssl dgst -sha256 -hmac k3y
        assertThat(SoakToken.of("demo-soak-29401", SyntheticProxy.KEY))
                .isEqualTo("demo-soak-29401.05a5edcf09d80f7e746439f3ba741ab89c89639e7c7c430864938c0e7bfeb4f3");
    }

    private static List<Sample> noisy(Random random, int count) {
        return Stream.generate(() -> new Sample(
                        random.nextDouble() * 86_400,
                        random.nextDouble() * 2e9,
                        random.nextDouble() * 1e9,
                        random.nextInt(100_000),
                        1_795_000_000,
                        random.nextDouble() * 1e5,
                        0,
                        0))
                .limit(count)
                .toList();
    }
}
