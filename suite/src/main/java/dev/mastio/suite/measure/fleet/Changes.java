package dev.mastio.suite.measure.fleet;

import dev.mastio.api.MastioInstance;
import dev.mastio.suite.Await;
import dev.mastio.suite.Instances;
import dev.mastio.suite.measure.Sample;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** One change after the other, each of another instance, while all the others are settled. */
final class Changes {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KubernetesClient client;

    Changes(KubernetesClient client) {
        this.client = client;
    }

    /**
     * How long each took, from the moment the change is sent until watches show it in the Deployment and in the status.
     *
     * @return milliseconds
     */
    Sample measure(List<MastioInstance> fleet, int count) throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (String instance : spread(fleet, count)) {
            millis.add(one(instance));
            // Its pods are replaced now: the next one is to be measured alone.
            if (!Await.until(PATIENCE, () -> Instances.isReady(client, Fleet.NAMESPACE, instance)))
                throw new IOException("%s is not Ready %d s after a change".formatted(instance, PATIENCE.toSeconds()));
        }
        return new Sample(millis);
    }

    /** Names at even distances in the order of names. */
    static List<String> spread(List<MastioInstance> fleet, int count) {
        List<String> names = fleet.stream()
                .map(instance -> instance.getMetadata().getName())
                .sorted(Comparator.naturalOrder())
                .toList();
        int chosen = Math.min(count, names.size());
        return IntStream.range(0, chosen)
                .mapToObj(number -> names.get(number * names.size() / chosen))
                .toList();
    }

    private double one(String name) throws IOException, InterruptedException {
        Change change = new Change(Long.toString(System.nanoTime()));
        Resource<MastioInstance> instance = Instances.named(client, Fleet.NAMESPACE, name);
        Resource<Deployment> deployment =
                client.apps().deployments().inNamespace(Fleet.NAMESPACE).withName(name);
        try (Watch _ = deployment.watch(new Eye<>(change::see));
                Watch _ = instance.watch(new Eye<>(change::see))) {
            long start = System.nanoTime();
            instance.patch(PatchContext.of(PatchType.JSON_MERGE), change.patch());
            if (!change.awaitArrival(PATIENCE.toMillis()))
                throw new IOException(
                        "a change of %s has not arrived after %d s".formatted(name, PATIENCE.toSeconds()));
            return (System.nanoTime() - start) / 1e6;
        }
    }

    /** Passes on what a watch shows. One that breaks shows no more, and the change then comes too late. */
    private record Eye<T>(Consumer<T> sees) implements Watcher<T> {
        @Override
        public void eventReceived(Action action, T object) {
            if (action == Action.ADDED || action == Action.MODIFIED) sees.accept(object);
        }

        @Override
        public void onClose(WatcherException cause) {
            // Nothing is left to do.
        }
    }
}
