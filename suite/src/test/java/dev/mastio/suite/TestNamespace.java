package dev.mastio.suite;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mastio.api.Autoscaling;
import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.api.MastioInstanceStatus;
import dev.mastio.api.NetworkPolicyMode;
import dev.mastio.api.Pki;
import dev.mastio.api.PodOverrides;
import dev.mastio.api.Soak;
import dev.mastio.api.Storage;
import dev.mastio.api.Tls;
import dev.mastio.api.WorkloadMix;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A namespace of one test, with the words that tests are written in. It goes with the test. */
record TestNamespace(TestCluster cluster, String name) implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String RUN =
            Long.toString(ThreadLocalRandom.current().nextLong(1L << 30), Character.MAX_RADIX);

    /** How long what must come may take: on a real node four JVMs start at the same time on half a core each. */
    static final Duration PATIENCE = Duration.ofSeconds(Backend.fromProperties() == Backend.embedded ? 90 : 240);

    static TestNamespace create(TestCluster cluster) {
        String name = "mastio-test-%s-%d".formatted(RUN, COUNT.incrementAndGet());
        cluster.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .addToLabels(cluster.operators().labels())
                        .endMetadata()
                        .build())
                .create();
        return new TestNamespace(cluster, name);
    }

    /** Sees to it that instances in it are served. */
    void serve() throws IOException, InterruptedException {
        cluster.operators().serve(name);
    }

    /** The processes behind a pod; a test that needs them says so where there are none to be had. */
    List<ProcessHandle> processesOf(Pod pod) throws IOException {
        Optional<PodProcesses> processes = cluster.cluster().processes();
        assumeTrue(processes.isPresent(), "needs the processes behind pods, which run on other machines here");
        return processes.orElseThrow().of(pod);
    }

    /** The node on this machine; a test that needs its kernel says so where there is none. */
    RealCluster node() {
        assumeTrue(
                cluster.cluster() instanceof RealCluster,
                "needs a node on this machine, with control groups: ./mastio test --cluster=real");
        return (RealCluster) cluster.cluster();
    }

    /** Ends the operator at once, as a lost machine would. Tests that do so, or end it otherwise, share the lock "operator". */
    void killOperator() throws IOException {
        List<ProcessHandle> processes = processesOf(operatorOfOurs());
        if (processes.isEmpty()) throw new IOException("no operator runs that could be killed");
        processes.forEach(ProcessHandle::destroyForcibly);
    }

    /** The operator's pod; a test that would disturb somebody else's operator says so. */
    Pod operatorOfOurs() {
        assumeTrue(cluster.operators().ours(), "the operator was here before this run: it is not ours to end");
        return await("one operator")
                .atMost(PATIENCE)
                .until(this::operatorPods, pods -> pods.size() == 1)
                .getFirst();
    }

    /** Who holds the operators' lease; empty if nobody does. */
    String leader() {
        String holder = client().leases()
                .inNamespace(operatorHome())
                .withName(Installation.OPERATOR)
                .require()
                .getSpec()
                .getHolderIdentity();
        return holder == null ? "" : holder;
    }

    private List<Pod> operatorPods() {
        return client().pods()
                .inNamespace(operatorHome())
                .withLabel("app.kubernetes.io/name", Installation.OPERATOR)
                .list()
                .getItems();
    }

    /** Where an instance's Service answers, {@code https://ADDRESS:PORT}. */
    String baseUrl(String instance) {
        if (Backend.fromProperties() == Backend.current) {
            assumeTrue(areServicesReached(), "needs the addresses of Services, which can't be reached from here");
        } else {
            // Of our own clusters they can be: a test that is left out there would hide that something is broken.
            await("the address of the operator's Service is reached")
                    .atMost(PATIENCE)
                    .until(this::areServicesReached);
        }
        return "https://%s:9443"
                .formatted(client().services()
                        .inNamespace(name)
                        .withName(instance)
                        .require()
                        .getSpec()
                        .getClusterIP());
    }

    private boolean areServicesReached() {
        return ServiceReach.isThere(client(), operatorHome());
    }

    private String operatorHome() {
        return cluster.operators().homeOf(name);
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

    static MastioInstanceSpec spec(
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
                Pki.OWN,
                autoscaling,
                soak,
                null,
                List.of(),
                PodOverrides.NONE,
                NetworkPolicyMode.Managed,
                null);
    }

    void applyManifest(String file) throws Exception {
        Manifests.apply(client(), Path.of("src/test/resources").resolve(file), name);
    }

    void awaitReady(String instance) {
        await("Ready: " + instance).atMost(PATIENCE).until(() -> Instances.isReady(client(), name, instance));
    }

    /** Waits until the only proxy's container has started, ready or not. */
    Pod awaitRunning(String instance) {
        return await("running: " + instance)
                .atMost(PATIENCE)
                .until(
                        () -> proxyPods(instance),
                        pods -> pods.size() == 1
                                && containerOf(pods.getFirst())
                                        .filter(container ->
                                                container.getState().getRunning() != null)
                                        .isPresent())
                .getFirst();
    }

    /** Waits until the only proxy's container has been started a second time. */
    ContainerStatus awaitRestart(String instance) {
        return await("restarted: " + instance)
                .atMost(Duration.ofMinutes(6))
                .until(
                        () -> proxyPods(instance).stream()
                                .findFirst()
                                .flatMap(TestNamespace::containerOf)
                                .filter(container -> container.getRestartCount() > 0
                                        && container.getState().getRunning() != null),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<ContainerStatus> containerOf(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream().findFirst();
    }

    /** Waits until so many replicas are Ready, and no more are asked for. */
    void awaitReplicas(String instance, int count) {
        await(count + " replicas are ready").atMost(PATIENCE).until(() -> hasReplicas(instance, count));
    }

    /** The same, by load that must not end before. */
    void awaitReplicas(String instance, int count, Load load) {
        await(count + " replicas are ready under load")
                .atMost(PATIENCE)
                .failFast("the load has ended", () -> !load.isRunning())
                .until(() -> hasReplicas(instance, count));
    }

    private boolean hasReplicas(String instance, int count) {
        return Instances.status(client(), name, instance)
                        .filter(status -> Objects.equals(status.readyReplicas(), count))
                        .isPresent()
                && wantedReplicas(instance) == count;
    }

    /** What an instance's Deployment asks for. */
    int wantedReplicas(String instance) {
        return client().apps()
                .deployments()
                .inNamespace(name)
                .withName(instance)
                .require()
                .getSpec()
                .getReplicas();
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

    Condition condition(String instance, String type) {
        return Instances.status(client(), name, instance)
                .flatMap(status -> Instances.condition(status, type))
                .orElseThrow(() -> new AssertionError("no condition " + type));
    }

    List<Pod> proxyPods(String instance) {
        return pods(instance, "proxy");
    }

    List<Pod> pods(String instance, String component) {
        return client().pods()
                .inNamespace(name)
                .withLabel("app.kubernetes.io/instance", instance)
                .withLabel("app.kubernetes.io/component", component)
                .list()
                .getItems();
    }

    @Override
    public void close() {
        client().namespaces().withName(name).delete();
    }
}
