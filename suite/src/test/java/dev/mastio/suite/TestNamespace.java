package dev.mastio.suite;

import static org.awaitility.Awaitility.await;

import dev.mastio.api.Autoscaling;
import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.api.MastioInstanceStatus;
import dev.mastio.api.PodOverrides;
import dev.mastio.api.Soak;
import dev.mastio.api.Storage;
import dev.mastio.api.Tls;
import dev.mastio.api.WorkloadMix;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A namespace of one test, with the words that tests are written in. It goes with the test. */
record TestNamespace(TestCluster cluster, String name) implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();
    static final Duration PATIENCE = Duration.ofSeconds(90);

    static TestNamespace create(TestCluster cluster) {
        String name = "test-" + COUNT.incrementAndGet();
        cluster.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        return new TestNamespace(cluster, name);
    }

    KubernetesClient client() {
        return cluster.client();
    }

    Resource<MastioInstance> instance(String instance) {
        return Instances.named(client(), name, instance);
    }

    MastioInstance create(String instance, MastioInstanceSpec spec) {
        MastioInstance resource = new MastioInstance();
        resource.setMetadata(new ObjectMeta());
        resource.getMetadata().setName(instance);
        resource.getMetadata().setNamespace(name);
        resource.setSpec(spec);
        return client().resource(resource).create();
    }

    /** A spec on the Postgres of {@code postgres.yaml}. */
    static MastioInstanceSpec onPostgres(String hardwareClass, Autoscaling autoscaling) {
        return spec(hardwareClass, Storage.postgres("db"), autoscaling, null, null);
    }

    static MastioInstanceSpec withStorage(String hardwareClass, Storage storage) {
        return spec(hardwareClass, storage, Autoscaling.DEFAULT, null, null);
    }

    static MastioInstanceSpec withSoak(String hardwareClass, Soak soak, @Nullable String version) {
        return spec(hardwareClass, Storage.SQLITE, Autoscaling.DEFAULT, soak, version);
    }

    private static MastioInstanceSpec spec(
            String hardwareClass,
            Storage storage,
            Autoscaling autoscaling,
            @Nullable Soak soak,
            @Nullable String version) {
        return new MastioInstanceSpec(
                hardwareClass,
                null,
                version,
                1,
                WorkloadMix.CHEAPEST,
                storage,
                Tls.SELF_MANAGED,
                autoscaling,
                soak,
                null,
                List.of(),
                PodOverrides.NONE);
    }

    void applyManifest(String file) throws Exception {
        Manifests.apply(client(), Path.of("src/test/resources").resolve(file), name);
    }

    void awaitReady(String instance) {
        await("Ready: " + instance).atMost(PATIENCE).until(() -> Instances.isReady(client(), name, instance));
    }

    MastioInstanceStatus awaitStatus(String instance, String what, Predicate<MastioInstanceStatus> condition) {
        return await(what)
                .atMost(PATIENCE)
                .until(
                        () -> Instances.status(client(), name, instance),
                        status -> status.isPresent() && condition.test(status.get()))
                .orElseThrow();
    }

    Condition awaitCondition(String instance, String type, String status, String reason) {
        MastioInstanceStatus seen = awaitStatus(
                instance,
                "%s=%s %s".formatted(type, status, reason),
                now -> Instances.condition(now, type)
                        .filter(it ->
                                it.getStatus().equals(status) && it.getReason().equals(reason))
                        .isPresent());
        return Instances.condition(seen, type).orElseThrow();
    }

    List<Pod> proxyPods(String instance) {
        return client().pods()
                .inNamespace(name)
                .withLabel("app.kubernetes.io/instance", instance)
                .withLabel("app.kubernetes.io/component", "proxy")
                .list()
                .getItems();
    }

    @Override
    public void close() {
        client().namespaces().withName(name).delete();
    }
}
