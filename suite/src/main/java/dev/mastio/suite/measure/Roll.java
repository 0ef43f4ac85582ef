package dev.mastio.suite.measure;

import dev.mastio.suite.Await;
import dev.mastio.suite.Distribution;
import dev.mastio.suite.Instances;
import dev.mastio.suite.Load;
import dev.mastio.suite.LoadSummary;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * What a changed configuration costs the clients of an instance: all of its pods are replaced while a constant load goes on.
 *
 * @param namespace of the instance
 * @param baseUrl of its Service
 * @param output folder of the load program
 */
public record Roll(
        Distribution distribution,
        KubernetesClient client,
        String namespace,
        String instance,
        String baseUrl,
        Path output) {

    /** Requests per second; a failed one stands for so much time. */
    public static final int RATE = 50;

    private static final int LOAD_SECONDS = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Rolls the pods once. The load is over and all pods are new when this returns. */
    public LoadSummary once() throws IOException, InterruptedException {
        Set<String> before = uids();
        double earlier = arrivals();
        try (Load load = Load.start(distribution, baseUrl, RATE, LOAD_SECONDS, output)) {
            must("the load does not arrive", () -> arrivals() > earlier + RATE);
            Instances.named(client, namespace, instance)
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"spec\":{\"pod\":{\"annotations\":{\"example.com/roll\":\"%s\"}}}}"
                                    .formatted(System.nanoTime()));
            must("old pods are left", () -> uids().stream().noneMatch(before::contains));
            must("the instance is not Ready again", () -> Instances.isReady(client, namespace, instance));
            if (!load.isRunning()) throw new IOException("the load ended before all pods were replaced");
            return load.awaitSummary(PATIENCE);
        }
    }

    /** Seconds in which the failed requests could not be answered. */
    public static double seconds(LoadSummary result) {
        return (double) result.failed() / RATE;
    }

    private double arrivals() {
        try (ProxyMetrics metrics = new ProxyMetrics()) {
            double sum = 0;
            for (Pod pod : pods()) sum += metrics.arrivals(pod);
            return sum;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static void must(String trouble, BooleanSupplier condition) throws IOException, InterruptedException {
        if (!Await.until(PATIENCE, condition)) throw new IOException(trouble + " after " + PATIENCE.toSeconds() + " s");
    }

    private Set<String> uids() {
        return pods().stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
    }

    private List<Pod> pods() {
        return client.pods()
                .inNamespace(namespace)
                .withLabel("app.kubernetes.io/instance", instance)
                .withLabel("app.kubernetes.io/component", "proxy")
                .list()
                .getItems();
    }
}
