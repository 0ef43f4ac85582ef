package dev.mastio.suite.measure;

import dev.mastio.api.MastioInstanceStatus;
import dev.mastio.suite.Await;
import dev.mastio.suite.Cluster;
import dev.mastio.suite.Distribution;
import dev.mastio.suite.EmbeddedCluster;
import dev.mastio.suite.Installation;
import dev.mastio.suite.Instances;
import dev.mastio.suite.Load;
import dev.mastio.suite.Manifests;
import dev.mastio.suite.StateFolder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** From the first second over the threshold to the first answer of a new replica, with the default 10 s window. */
@Command(
        name = "reaction",
        mixinStandardHelpOptions = true,
        description =
                "Measures how long a new replica takes, from the first second of load over the threshold to its first answer.")
public final class ReactionCommand implements Callable<Integer> {

    private static final String NAMESPACE = "mastio-demo";
    private static final String INSTANCE = "demo";
    private static final String WINDOWS =
            "{\"spec\":{\"autoscaling\":{\"max\":2,\"upWindowSeconds\":10,\"downWindowSeconds\":20}}}";
    /** As they are for whoever sets none. */
    private static final String DEFAULT_WINDOWS = """
            {"spec":{"autoscaling":{"max":4,"upWindowSeconds":null,"downWindowSeconds":null,
             "upPeriodSeconds":null,"downPeriodSeconds":null}}}
            """;

    private static final int LOAD_SECONDS = 60;

    @Option(names = "--runs", defaultValue = "20", description = "How often (default ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--limit",
            defaultValue = "15",
            description = "Seconds that the 95th percentile may take (default ${DEFAULT-VALUE}).")
    private double limitSeconds;

    @Option(
            names = "--steady-seconds",
            defaultValue = "660",
            description =
                    "Constant load afterwards, with default windows, in which the number of replicas must not change its direction (default ${DEFAULT-VALUE}).")
    private int steadySeconds;

    @Override
    public Integer call() throws Exception {
        Distribution distribution =
                Distribution.fromProperties().withState(Files.createTempDirectory("mastio-reaction-"));
        List<Double> seconds = new ArrayList<>();
        int turns;
        try (EmbeddedCluster cluster = EmbeddedCluster.startWhileThisRuns(distribution, List.of());
                KubernetesClient client = cluster.client();
                ProxyMetrics metrics = new ProxyMetrics()) {
            prepare(cluster, client, distribution);
            for (int run = 0; run < runs; run++) {
                seconds.add(once(client, metrics, distribution));
                System.out.printf("run %2d: %.1f s%n", run + 1, seconds.getLast());
            }
            turns = steadySeconds == 0 ? 0 : steady(client, distribution);
        } finally {
            StateFolder.remove(distribution.state());
        }
        if (seconds.isEmpty()) return turns == 0 ? 0 : 1;
        Sample sample = new Sample(seconds);
        System.out.println("threshold passed to first answer of a new replica, seconds: " + sample);
        return sample.percentile(95) <= limitSeconds && turns == 0 ? 0 : 1;
    }

    /** Constant load for two long windows and more, at the very rate where a second replica is enough or just not; how often the number of replicas turned from up to down or back. */
    private int steady(KubernetesClient client, Distribution distribution) throws IOException, InterruptedException {
        if (!Await.until(Duration.ofMinutes(3), () -> settledAtOne(client)))
            throw new IOException("does not settle at one replica");
        Instances.named(client, NAMESPACE, INSTANCE).patch(PatchContext.of(PatchType.JSON_MERGE), DEFAULT_WINDOWS);
        Path output = Files.createDirectories(distribution.state().resolve("load"));
        List<Integer> desired = new ArrayList<>();
        try (Load load = Load.start(distribution, baseUrl(client), floor(client) * 8 / 5, steadySeconds, output)) {
            Await.Deadline deadline = Await.within(Duration.ofSeconds(steadySeconds + 30L));
            while (load.isRunning() && deadline.pause()) {
                Instances.status(client, NAMESPACE, INSTANCE)
                        .map(MastioInstanceStatus::autoscaling)
                        .ifPresent(scaling -> desired.add(scaling.desiredReplicas()));
            }
        }
        int turns = Turns.in(desired);
        System.out.printf(
                "constant load for %d s: replicas %d to %d, changes of direction %d%n",
                steadySeconds,
                desired.stream().mapToInt(Integer::intValue).min().orElse(0),
                desired.stream().mapToInt(Integer::intValue).max().orElse(0),
                turns);
        return turns;
    }

    private static void prepare(Cluster cluster, KubernetesClient client, Distribution distribution)
            throws IOException, InterruptedException {
        Installation.install(cluster, client, distribution);
        Manifests.applyFolder(client, distribution.manifests().resolve("demo"));
        Instances.named(client, NAMESPACE, INSTANCE).patch(PatchContext.of(PatchType.JSON_MERGE), WINDOWS);
        if (!Await.until(Duration.ofSeconds(90), () -> Instances.isReady(client, NAMESPACE, INSTANCE))) {
            throw new IOException("the instance is not Ready");
        }
    }

    private static double once(KubernetesClient client, ProxyMetrics metrics, Distribution distribution)
            throws IOException, InterruptedException {
        if (!Await.until(Duration.ofMinutes(3), () -> settledAtOne(client)))
            throw new IOException("does not settle at one replica");
        Set<String> before = new HashSet<>();
        pods(client).forEach(pod -> before.add(pod.getMetadata().getUid()));
        Path output = Files.createDirectories(distribution.state().resolve("load"));
        Pod old = pods(client).getFirst();
        double arrived = metrics.arrivals(old);
        try (Load load = Load.start(distribution, baseUrl(client), floor(client) * 5 / 4, LOAD_SECONDS, output)) {
            // The load program takes a moment to start: the clock runs from the first request that arrives.
            Await.Deadline deadline = Await.within(Duration.ofSeconds(LOAD_SECONDS));
            while (metrics.arrivals(old) <= arrived) mustGoOn(load, deadline);
            long start = System.nanoTime();
            while (!anyNewAnswers(client, metrics, before)) mustGoOn(load, deadline);
            return (System.nanoTime() - start) / 1e9;
        }
    }

    private static int floor(KubernetesClient client) {
        return Instances.status(client, NAMESPACE, INSTANCE)
                .map(MastioInstanceStatus::floor)
                .orElseThrow()
                .effectiveRequestsPerSecond();
    }

    private static String baseUrl(KubernetesClient client) {
        String address = client.services()
                .inNamespace(NAMESPACE)
                .withName(INSTANCE)
                .require()
                .getSpec()
                .getClusterIP();
        return "https://" + address + ":9443";
    }

    private static void mustGoOn(Load load, Await.Deadline deadline) throws IOException, InterruptedException {
        if (!load.isRunning() || !deadline.pause())
            throw new IOException("no new replica answered while the load lasted");
    }

    private static boolean anyNewAnswers(KubernetesClient client, ProxyMetrics metrics, Set<String> before)
            throws InterruptedException {
        for (Pod pod : pods(client)) {
            boolean isNew = !before.contains(pod.getMetadata().getUid())
                    && pod.getStatus().getPodIP() != null;
            if (isNew && metrics.sum(pod, "mastio_requests_total{") > 0) return true;
        }
        return false;
    }

    private static boolean settledAtOne(KubernetesClient client) {
        int ready = Instances.status(client, NAMESPACE, INSTANCE)
                .flatMap(status -> Optional.ofNullable(status.readyReplicas()))
                .orElse(0);
        return ready == 1 && pods(client).size() == 1;
    }

    private static List<Pod> pods(KubernetesClient client) {
        return client.pods()
                .inNamespace(NAMESPACE)
                .withLabel("app.kubernetes.io/instance", INSTANCE)
                .withLabel("app.kubernetes.io/component", "proxy")
                .list()
                .getItems();
    }
}
