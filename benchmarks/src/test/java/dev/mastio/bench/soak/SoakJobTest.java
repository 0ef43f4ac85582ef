package dev.mastio.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.bench.server.RawServer;
import dev.mastio.bench.soak.SoakPlace.Addresses;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Whole runs, with real load over TLS, against proxies whose memory is made up. */
@Execution(ExecutionMode.CONCURRENT)
class SoakJobTest {

    @TempDir
    Path folder = Path.of("set by JUnit");

    private final Progress progress = new Progress();

    @Test
    void aCleanProxyPassesInSpiteOfNoiseAndOfMemoryThatOnlyTheLoadNeeds() throws IOException {
        try (SyntheticProxy proxy = new SyntheticProxy()) {
            Verdict verdict = run(proxy);

            assertThat(verdict.reason()).as(verdict.message()).isEqualTo(Reason.WithinLimits);
            assertThat(verdict.report()).contains(report().toString());
            assertThat(lastWords().at("verdict").text()).contains("Passed");
            assertThat(lastWords().at("requests").number().orElseThrow()).isGreaterThan(5);
        }
    }

    @Test
    void objectsThatAreKeptFailTheRun() {
        try (SyntheticProxy proxy = new SyntheticProxy().leakingHeap()) {
            Verdict verdict = run(proxy);

            assertThat(verdict.reason()).as(verdict.message()).isEqualTo(Reason.HeapDrift);
            assertThat(verdict.heapDriftPercent().orElseThrow()).isGreaterThan(10);
            assertThat(verdict.message()).contains("live heap grew by").contains("resident memory grew by");
        }
    }

    @Test
    void memoryThatIsKeptOutsideTheHeapFailsTheRun() {
        try (SyntheticProxy proxy = new SyntheticProxy().leakingNative()) {
            Verdict verdict = run(proxy);

            assertThat(verdict.reason()).as(verdict.message()).isEqualTo(Reason.ResidentDrift);
            assertThat(verdict.heapDriftPercent().orElseThrow()).isLessThan(10);
        }
    }

    @Test
    void allRequestsCarryTheTokenAndStayBelowTheRate() {
        try (SyntheticProxy proxy = new SyntheticProxy()) {
            Verdict verdict = run(proxy);

            assertThat(proxy.soakArrivals()).isEqualTo(proxy.served());
            assertThat(verdict.load().orElseThrow().requestsPerSecond()).isLessThan(1.5 * Runs.RATE);
        }
    }

    @Test
    void proxiesWithoutTheKeyAreRemarkedOn() {
        try (SyntheticProxy proxy = new SyntheticProxy().withoutKey()) {
            Verdict verdict = run(proxy);

            assertThat(verdict.reason()).isEqualTo(Reason.WithinLimits);
            assertThat(verdict.message()).contains("The proxies took the load for clients'");
        }
    }

    @Test
    void aKeyThatIsNotTheProxiesEndsTheRunBeforeItsLoad() throws IOException {
        try (SyntheticProxy proxy = new SyntheticProxy()) {
            SoakSettings settings = Runs.against(proxy, folder);
            Files.writeString(settings.keyFile().orElseThrow(), "another");

            Verdict verdict = job().run(settings, place(proxy));

            assertThat(verdict.reason()).isEqualTo(Reason.TooFewSamples);
            assertThat(verdict.message()).contains("this run's token was not signed with it");
            assertThat(verdict.load()).isEmpty();
        }
    }

    @Test
    void aProxyThatDoesNotCollectCannotBeJudged() {
        try (SyntheticProxy proxy = new SyntheticProxy().refusingToCollect()) {
            Verdict verdict = run(proxy);

            assertThat(verdict.reason()).as(verdict.message()).isEqualTo(Reason.TooFewSamples);
        }
    }

    @Test
    void aRestartInMidRunIsSeen() {
        try (SyntheticProxy proxy = new SyntheticProxy()) {
            progress.when("load:", () -> proxy.restart());

            Verdict verdict = run(proxy);

            assertThat(verdict.reason()).isEqualTo(Reason.PodRestarted);
        }
    }

    @Test
    void anotherSoakAtTheSameTimeIsSeenByItsRequests() {
        try (SyntheticProxy proxy = new SyntheticProxy()) {
            progress.when("load:", () -> proxy.strangersSoak(5000));

            Verdict verdict = run(proxy);

            assertThat(verdict.reason()).isEqualTo(Reason.Overlapping);
        }
    }

    @Test
    void answersThatFailAreErrors() {
        try (SyntheticProxy proxy = new SyntheticProxy()) {
            progress.when("load:", () -> proxy.answer(503));

            Verdict verdict = run(proxy);

            assertThat(verdict.reason()).isEqualTo(Reason.ErrorsBreached);
            assertThat(verdict.message()).contains("% of requests failed (must stay below 1.0 %)");
        }
    }

    @Test
    void aRunThatIsToldToStopSaysSoAtOnce() throws IOException {
        try (SyntheticProxy proxy = new SyntheticProxy()) {
            SoakJob job = job();
            SoakSettings settings = Runs.against(proxy, folder, Duration.ofHours(1));
            CompletableFuture<Verdict> verdict = CompletableFuture.supplyAsync(() -> job.run(settings, place(proxy)));
            progress.await("load:");

            job.stop();

            Awaitility.await().atMost(Duration.ofSeconds(30)).until(verdict::isDone);
            assertThat(verdict.join().reason()).isEqualTo(Reason.Interrupted);
            assertThat(lastWords().at("verdict").text()).contains("Inconclusive");
            assertThat(lastWords().at("message").text()).contains("The run was told to stop in phase load.");
        }
    }

    @Test
    void settingsThatCannotBeRunLeaveAVerdictToo() throws IOException {
        try (SyntheticProxy proxy = new SyntheticProxy()) {
            SoakSettings settings = Runs.against(proxy, folder);
            Files.delete(settings.keyFile().orElseThrow());

            Verdict verdict = job().run(settings, place(proxy));

            assertThat(verdict.reason()).isEqualTo(Reason.InvalidSettings);
            assertThat(lastWords().at("reason").text()).contains("InvalidSettings");
        }
    }

    @Test
    void aReportThatCannotBeStoredDoesNotChangeTheVerdict() {
        try (SyntheticProxy proxy = new SyntheticProxy()) {
            Addresses place = new Addresses(List.of(proxy.opsUrl()), Optional.of(folder.resolve("missing/report.gz")));
            SoakJob job = job();
            progress.when("the report is not stored yet", job::stop);

            Verdict verdict = job.run(Runs.against(proxy, folder), place);

            assertThat(verdict.reason()).isEqualTo(Reason.WithinLimits);
            assertThat(verdict.message()).contains("The report could not be stored");
            assertThat(verdict.report()).isEmpty();
        }
    }

    @Test
    void theReportCanBeReadOnOneScreen() throws IOException {
        try (SyntheticProxy proxy = new SyntheticProxy()) {
            run(proxy);

            String screen = ReportText.ofArchive(Files.readAllBytes(report()));

            assertThat(screen)
                    .contains("Mastio soak " + Runs.NAME)
                    .contains("Passed (WithinLimits)")
                    .contains("live heap")
                    .contains("p95 ms");
            assertThat(screen.lines()).hasSizeLessThan(30);
        }
    }

    @Test
    void anAddressWithoutAProxyIsTriedForAWhileAndThenSaid() {
        try (SyntheticProxy proxy = new SyntheticProxy()) {
            URI nobody = RawServer.nobody();

            Verdict verdict = job().run(Runs.against(proxy, folder, nobody), place(proxy));

            assertThat(verdict.reason()).isEqualTo(Reason.TargetUnreachable);
            assertThat(verdict.message()).contains(nobody.toString());
            assertThat(progress.lines()).anyMatch(line -> line.endsWith("(trying again)"));
        }
    }

    private Verdict run(SyntheticProxy proxy) {
        return job().run(Runs.against(proxy, folder), place(proxy));
    }

    private SoakJob job() {
        return new SoakJob(
                Map.of("MASTIO_TERMINATION_LOG", folder.resolve("last-words").toString()), progress);
    }

    private Addresses place(SyntheticProxy proxy) {
        return new Addresses(List.of(proxy.opsUrl()), Optional.of(report()));
    }

    private Path report() {
        return folder.resolve("report.json.gz");
    }

    private Tree lastWords() throws IOException {
        return Tree.parse(Files.readString(folder.resolve("last-words")));
    }
}
