package dev.mastio.suite.measure;

import dev.mastio.api.MastioInstanceStatus;
import dev.mastio.api.MastioInstanceStatus.SoakRun;
import dev.mastio.suite.Await;
import dev.mastio.suite.Distribution;
import dev.mastio.suite.EmbeddedCluster;
import dev.mastio.suite.Installation;
import dev.mastio.suite.Instances;
import dev.mastio.suite.Processes;
import dev.mastio.suite.StateFolder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Clean soaks in a row, and one of each planted leak, all as Jobs of the operator. */
@Command(
        name = "soaks",
        mixinStandardHelpOptions = true,
        description = {
            "Runs soaks of a clean proxy in a row, and of two proxies with a planted leak, and checks each verdict.",
            "Exit code 1 if one is another than expected, or a clean proxy had more than 150 MiB of resident memory."
        })
public final class SoaksCommand implements Callable<Integer> {

    private static final String NAMESPACE = "soaks";
    private static final Duration START_AND_SAMPLES = Duration.ofMinutes(4);

    @Option(names = "--clean", defaultValue = "5", description = "Clean runs (default ${DEFAULT-VALUE}).")
    private int clean;

    @Option(
            names = "--leaks",
            defaultValue = "1",
            description = "Runs of each proxy with a planted leak (default ${DEFAULT-VALUE}).")
    private int leaks;

    @Option(
            names = "--seconds",
            defaultValue = "60",
            description = "Judged load of each run (default ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up-seconds",
            defaultValue = "60",
            description = "Load before it that is not judged (default ${DEFAULT-VALUE}).")
    private int warmUpSeconds;

    @Option(
            names = "--idle-seconds",
            defaultValue = "60",
            description = "Without load before and after it (default ${DEFAULT-VALUE}).")
    private int idleSeconds;

    @Option(
            names = "--virtual-users",
            defaultValue = "8",
            description = "Connections of each run (default ${DEFAULT-VALUE}).")
    private int virtualUsers;

    @Option(
            names = "--max-rate",
            defaultValue = "75",
            description =
                    "Requests a second of all of them together (default ${DEFAULT-VALUE}, half the floor of the class).")
    private int maxRate;

    private record Expectation(String instance, String version, int runs, String reason) {}

    @Override
    public Integer call() throws Exception {
        Distribution distribution = Distribution.fromProperties().withState(Files.createTempDirectory("mastio-soaks-"));
        boolean asExpected = true;
        try (EmbeddedCluster cluster = EmbeddedCluster.startWhileThisRuns(distribution, List.of());
                KubernetesClient client = cluster.client()) {
            Installation.install(cluster, client, distribution);
            client.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(NAMESPACE)
                            .endMetadata()
                            .build())
                    .create();
            for (Expectation expectation : List.of(
                    new Expectation("clean", "0.1.0", clean, SoakFinding.PASSED),
                    new Expectation("heap", "leak-heap", leaks, "HeapDrift"),
                    new Expectation("native", "leak-native", leaks, "ResidentDrift"))) {
                if (expectation.runs > 0) asExpected &= holds(cluster, client, expectation);
            }
        } finally {
            StateFolder.remove(distribution.state());
        }
        System.out.println(asExpected ? "all is as expected" : "not all is as expected");
        return asExpected ? 0 : 1;
    }

    private boolean holds(EmbeddedCluster cluster, KubernetesClient client, Expectation expected)
            throws IOException, InterruptedException {
        client.resource(instance(expected)).create();
        if (!Await.until(Duration.ofSeconds(90), () -> Instances.isReady(client, NAMESPACE, expected.instance())))
            throw new IOException("instance " + expected.instance() + " is not Ready");
        boolean asExpected = true;
        for (int run = 1; run <= expected.runs(); run++) {
            SoakRun ended = soak(client, expected.instance(), "run-" + run);
            SoakFinding finding = SoakFinding.of(ended, peakMebibytes(cluster, client, expected.instance()));
            System.out.printf("%-6s run %d: %s%n", expected.instance(), run, finding.toldFor(expected.reason()));
            asExpected &= finding.isFor(expected.reason());
        }
        // The next one has the machine to itself.
        Instances.named(client, NAMESPACE, expected.instance()).delete();
        return asExpected;
    }

    private static long peakMebibytes(EmbeddedCluster cluster, KubernetesClient client, String instance)
            throws IOException {
        Pod pod = client.pods()
                .inNamespace(NAMESPACE)
                .withLabel("app.kubernetes.io/instance", instance)
                .withLabel("app.kubernetes.io/component", "proxy")
                .list()
                .getItems()
                .getFirst();
        long peak = 0;
        for (ProcessHandle process : cluster.processes().orElseThrow().of(pod)) {
            peak += Processes.mostResidentMebibytes(process);
        }
        if (peak == 0) throw new IOException("the proxy of %s runs no more".formatted(instance));
        return peak;
    }

    private SoakRun soak(KubernetesClient client, String instance, String token)
            throws IOException, InterruptedException {
        String last =
                runs(client, instance).stream().findFirst().map(SoakRun::name).orElse("");
        Instances.runSoak(client, NAMESPACE, instance, token);
        Duration limit = START_AND_SAMPLES.plusSeconds(warmUpSeconds + 2L * idleSeconds + seconds);
        boolean ended = Await.until(
                limit,
                () -> runs(client, instance).stream()
                        .findFirst()
                        .filter(run -> !run.name().equals(last))
                        .isPresent());
        if (!ended) throw new IOException("no verdict of %s after %d s".formatted(instance, limit.toSeconds()));
        return runs(client, instance).getFirst();
    }

    /** The latest first. */
    private static List<SoakRun> runs(KubernetesClient client, String instance) {
        return Instances.status(client, NAMESPACE, instance)
                .map(MastioInstanceStatus::soak)
                .flatMap(soak -> Optional.ofNullable(soak.runs()))
                .orElse(List.of());
    }

    private String instance(Expectation expected) {
        return """
                apiVersion: mastio.dev/v1alpha1
                kind: MastioInstance
                metadata:
                  name: %s
                  namespace: %s
                spec:
                  hardwareClass: laptop
                  version: %s
                  soak:
                    schedule: "0 3 * * *"
                    suspend: true
                    durationSeconds: %d
                    warmUpSeconds: %d
                    idleSeconds: %d
                    virtualUsers: %d
                    maxRate: %d
                """.formatted(
                        expected.instance(),
                        NAMESPACE,
                        expected.version(),
                        seconds,
                        warmUpSeconds,
                        idleSeconds,
                        virtualUsers,
                        maxRate);
    }
}
