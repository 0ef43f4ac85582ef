package dev.mastio.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.bench.soak.SoakPlace.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class SoakInClusterTest {

    @TempDir
    Path folder = Path.of("set by JUnit");

    private final TestApi api = new TestApi();
    private final SyntheticProxy proxy = new SyntheticProxy();
    private final Progress progress = new Progress();

    @AfterEach
    void close() {
        api.close();
        proxy.close();
    }

    @Test
    void replicasAreFoundThroughTheServiceAndTheReportGoesIntoTheConfigMap() throws IOException {
        api.endpoint("demo-1", true, false);

        Verdict verdict = run();

        assertThat(verdict.reason()).as(verdict.message()).isEqualTo(Reason.WithinLimits);
        assertThat(verdict.report()).contains("demo-soak-report/demo-soak-29401.json.gz");
        assertThat(stored().at("pods").items().map(pod -> pod.at("uid").text().orElse("")))
                .containsExactly("uid-of-demo-1");
        assertThat(lastWords()).contains("\"report\": \"demo-soak-report/demo-soak-29401.json.gz\"");
    }

    @Test
    void aReplicaThatComesInMidRunMakesItInconclusive() throws IOException {
        api.endpoint("demo-1", true, false);
        progress.when("load:", () -> api.endpoint("demo-2", false, false));

        Verdict verdict = run();

        assertThat(verdict.reason()).isEqualTo(Reason.ReplicasChanged);
        assertThat(verdict.message()).contains("demo-2 came");
    }

    @Test
    void aRolloutInProgressIsWaitedForAndThenAnError() throws IOException {
        api.endpoint("demo-1", true, false);
        api.endpoint("demo-0", false, true);

        Verdict verdict = run();

        assertThat(verdict.reason()).isEqualTo(Reason.NoPods);
        assertThat(verdict.message()).contains("did not all become ready within 2 s");
    }

    @Test
    void aServiceWithoutReplicasIsAnError() throws IOException {
        Verdict verdict = run();

        assertThat(verdict.reason()).isEqualTo(Reason.NoPods);
        assertThat(verdict.message()).isEqualTo("The Service has no replicas.");
    }

    @Test
    void anApiServerThatDoesNotAnswerIsAnError() throws IOException {
        Map<String, String> environment = api.environment(folder);
        api.close();

        Verdict verdict = job(environment).run(settings(), place());

        assertThat(verdict.reason()).isEqualTo(Reason.ApiUnreachable);
        assertThat(lastWords()).contains("ApiUnreachable");
    }

    @Test
    void aConflictIsTriedAgainAndOnlyTheLastReportsAreKept() throws IOException {
        api.endpoint("demo-1", true, false);
        api.refuseNextPatch(409);
        for (int day = 1; day <= 4; day++) api.report("old-" + day + ".json.gz", archiveOf(day));
        api.report("note", "dG8gc3RheQ==");

        run();

        assertThat(api.reports()).containsOnlyKeys("note", "old-3.json.gz", "old-4.json.gz", "demo-soak-29401.json.gz");
    }

    @Test
    void aConfigMapThatMayNotBeChangedCostsTheReportButNotTheVerdict() throws IOException {
        api.endpoint("demo-1", true, false);
        api.refuseNextPatch(403);

        Verdict verdict = run();

        assertThat(verdict.reason()).isEqualTo(Reason.WithinLimits);
        assertThat(verdict.message())
                .endsWith("The report was not stored: ConfigMap demo-soak-report: the API server answered 403.");
    }

    private Verdict run() throws IOException {
        return job(api.environment(folder)).run(settings(), place());
    }

    private SoakJob job(Map<String, String> environment) {
        return new SoakJob(environment, progress);
    }

    private SoakSettings settings() {
        return Runs.against(proxy, folder);
    }

    private Cluster place() {
        return new Cluster("shop", "demo", "demo-soak-report", proxy.opsUrl().getPort());
    }

    private Tree stored() throws IOException {
        byte[] archive = Base64.getDecoder().decode(String.valueOf(api.reports().get("demo-soak-29401.json.gz")));
        return Tree.parse(ReportArchive.unpack(archive));
    }

    private String lastWords() throws IOException {
        return Files.readString(folder.resolve("last-words"));
    }

    private static String archiveOf(int day) {
        Instant time = Instant.parse("2026-11-0" + day + "T00:00:00Z");
        return Base64.getEncoder().encodeToString(ReportArchive.pack("{}", time));
    }
}
