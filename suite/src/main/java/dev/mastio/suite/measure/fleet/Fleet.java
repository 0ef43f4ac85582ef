package dev.mastio.suite.measure.fleet;

import dev.mastio.api.MastioInstance;
import dev.mastio.suite.Await;
import dev.mastio.suite.Instances;
import dev.mastio.suite.hollow.HollowNamespace;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The instances, all in one namespace, and what is seen of them. They are watched: to list them would be work for the API server. */
final class Fleet implements AutoCloseable {

    static final String NAMESPACE = "fleet";
    private static final int AT_ONCE = 32;
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final KubernetesClient client;
    private final SharedIndexInformer<MastioInstance> instances;

    Fleet(KubernetesClient client) {
        this.client = client;
        HollowNamespace.create(client, NAMESPACE);
        instances = client.resources(MastioInstance.class)
                .inNamespace(NAMESPACE)
                .runnableInformer(0)
                .run();
    }

    void create(Members kind, int count) throws IOException, InterruptedException {
        try (ExecutorService creators =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            List<Future<MastioInstance>> created = creators.invokeAll(IntStream.range(0, count)
                    .<Callable<MastioInstance>>mapToObj(number -> () ->
                            client.resource(kind.member(NAMESPACE, number)).create())
                    .toList());
            for (Future<MastioInstance> one : created) one.get();
        } catch (ExecutionException e) {
            throw new IOException("an instance can't be created: " + e.getCause(), e.getCause());
        }
    }

    /** Waits until all of that kind are Ready. */
    void settle(Members kind, int count) throws IOException, InterruptedException {
        if (!Await.until(PATIENCE, () -> ready(kind) == count))
            throw new IOException("only %d of %d instances are Ready after %d minutes"
                    .formatted(ready(kind), count, PATIENCE.toMinutes()));
    }

    private long ready(Members kind) {
        return members().stream()
                .filter(instance -> instance.getMetadata().getName().startsWith(kind.prefix()))
                .filter(Instances::isReady)
                .count();
    }

    /** All instances as last seen. */
    List<MastioInstance> members() {
        return instances.getStore().list();
    }

    /** Instances and Events that somebody has written since then. */
    List<HasMetadata> changedSince(Instant moment) {
        return Stream.<HasMetadata>concat(
                        members().stream(), client.v1().events().inNamespace(NAMESPACE).list().getItems().stream())
                .filter(object -> object.getMetadata().getManagedFields().stream()
                        .anyMatch(fields -> fields.getTime() != null
                                && Instant.parse(fields.getTime()).isAfter(moment)))
                .toList();
    }

    @Override
    public void close() {
        instances.close();
    }
}
