package dev.mastio.bench.soak;

import dev.mastio.bench.load.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** A soak from its settings to its last words. Whatever goes wrong, there is a verdict. */
public final class SoakJob {

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final Map<String, String> environment;
    private final Consumer<String> progress;
    private final Stop stop = new Stop();

    /**
     * One for each run.
     *
     * @param environment the program's variables, which say where Kubernetes is
     * @param progress gets a line now and then, from any thread
     */
    public SoakJob(Map<String, String> environment, Consumer<String> progress) {
        this.environment = environment;
        this.progress = progress;
    }

    /** Ends the run soon, from any thread; the verdict will be Inconclusive. */
    public void stop() {
        stop.ask();
    }

    public Verdict run(SoakSettings settings, SoakPlace place) {
        Surroundings around;
        try {
            around = Surroundings.of(settings, place, environment);
        } catch (IOException | IllegalArgumentException e) {
            return refuse(settings.run(), String.valueOf(e.getMessage()));
        }
        SoakReport report = new Soak(settings, around.target(), around.replicas(), stop, progress).run();
        Verdict verdict = Judge.judge(report);
        // Before the report is stored: that may take a while, and a kill in between must not cost the verdict.
        leave(verdict);
        Verdict complete =
                around.shelf().map(shelf -> store(shelf, report, verdict)).orElse(verdict);
        if (!complete.equals(verdict)) leave(complete);
        progress.accept("report:\n" + ReportText.of(ReportJson.of(report, complete, 120)));
        return complete;
    }

    /** The verdict on settings that cannot be run. */
    public Verdict refuse(String run, String why) {
        Instant now = Instant.now();
        Verdict verdict = new Verdict(
                run,
                Reason.InvalidSettings,
                why,
                now,
                now,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty());
        leave(verdict);
        progress.accept("refused: " + why);
        return verdict;
    }

    private Verdict store(ReportShelf shelf, SoakReport report, Verdict verdict) {
        byte[] archive = ReportArchive.of(report, verdict);
        for (long deadline = System.nanoTime() + report.settings().patience().toNanos(); ; ) {
            try {
                return verdict.storedAt(shelf.keep(verdict.run(), archive));
            } catch (ReportShelf.ReportRefused e) {
                return verdict.withRemark("The report was not stored: " + e.getMessage() + ".");
            } catch (IOException | IllegalArgumentException e) {
                progress.accept("the report is not stored yet: " + e.getMessage());
                boolean late = System.nanoTime() - deadline > 0;
                if (late || !stop.pause(BETWEEN_TRIES))
                    return verdict.withRemark("The report could not be stored: " + e.getMessage() + ".");
            }
        }
    }

    private void leave(Verdict verdict) {
        try {
            TerminationLog.of(environment).write(VerdictJson.of(verdict));
        } catch (IOException e) {
            progress.accept("the verdict could not be written: " + e);
        }
    }

    /** What a run needs of the world. */
    private record Surroundings(Target target, ReplicaSource replicas, Optional<ReportShelf> shelf) {

        static Surroundings of(SoakSettings settings, SoakPlace place, Map<String, String> environment)
                throws IOException {
            Target target = settings.target();
            if (settings.keyFile().isPresent()) {
                byte[] key = Files.readAllBytes(settings.keyFile().get());
                target = target.withHeader(SoakToken.HEADER, SoakToken.of(settings.run(), key));
            }
            return switch (place) {
                case SoakPlace.Addresses(var ops, var report) ->
                    new Surroundings(target, ReplicaSource.fixed(ops), report.map(ReportShelf::file));
                case SoakPlace.Cluster cluster -> {
                    KubernetesApi api = KubernetesApi.of(environment)
                            .orElseThrow(
                                    () -> new IllegalArgumentException(
                                            "this is not a pod (KUBERNETES_SERVICE_HOST is not set): give the replicas' addresses with --pods"));
                    yield new Surroundings(
                            target,
                            new ServiceReplicas(api, cluster.namespace(), cluster.service(), cluster.opsPort()),
                            Optional.of(new ConfigMapShelf(api, cluster.namespace(), cluster.reports())));
                }
            };
        }
    }
}
