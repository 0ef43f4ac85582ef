package dev.mastio.suite.faults.ground;

import dev.mastio.api.MastioInstance;
import dev.mastio.suite.Await;
import dev.mastio.suite.Cluster;
import dev.mastio.suite.Installation;
import dev.mastio.suite.PodMetrics;
import dev.mastio.suite.faults.plan.Trouble;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** The operator's pods, as installed, and the processes in them. */
public final class OperatorPods implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int OPS_PORT = 8080;

    /** Lines of a log that tell why. */
    private static final int TOLD = 30;

    private final Cluster cluster;
    private final KubernetesClient client;
    private final PodMetrics metrics = new PodMetrics(OPS_PORT);

    OperatorPods(Cluster cluster, KubernetesClient client) {
        this.cluster = cluster;
        this.client = client;
    }

    /** Replaces the operator's settings by those of the manifests and these, and waits until only pods with them run. */
    public void configure(int replicas, Map<String, String> settings) throws IOException, InterruptedException {
        deployment().edit(now -> {
            DeploymentBuilder builder = new DeploymentBuilder(now);
            builder.editSpec().withReplicas(replicas).endSpec();
            var container = builder.editSpec().editTemplate().editSpec().editFirstContainer();
            container.removeMatchingFromEnv(it -> !shipped(it.getName()));
            settings.forEach((name, value) -> container.addToEnv(
                    new EnvVarBuilder().withName(name).withValue(value).build()));
            return container.endContainer().endSpec().endTemplate().endSpec().build();
        });
        awaitSettled(replicas);
    }

    private static boolean shipped(String setting) {
        return List.of(
                        "MASTIO_OPERATOR_HOST",
                        "MASTIO_OPERATOR_IDENTITY",
                        "MASTIO_OPERATOR_LEASE_NAMESPACE",
                        "JAVA_TOOL_OPTIONS")
                .contains(setting);
    }

    /** Waits until so many pods are Ready, no others are there, and one of them leads. */
    public void awaitSettled(int replicas) throws IOException, InterruptedException {
        Await.Deadline deadline = Await.within(PATIENCE);
        for (Optional<String> missing = missing(replicas); missing.isPresent(); missing = missing(replicas)) {
            if (!deadline.pause())
                throw new IOException("the operator is not settled after %d s: %s; it says last:%n%s"
                        .formatted(PATIENCE.toSeconds(), missing.get(), String.join("\n", lastWords())));
        }
    }

    private Optional<String> missing(int replicas) {
        Deployment now = deployment().get();
        List<Pod> pods = pods();
        if (!Objects.equals(
                        now.getStatus().getObservedGeneration(),
                        now.getMetadata().getGeneration())
                || !Objects.equals(now.getStatus().getUpdatedReplicas(), replicas))
            return Optional.of("its Deployment has %s of %d pods up to date"
                    .formatted(now.getStatus().getUpdatedReplicas(), replicas));
        if (pods.size() != replicas) return Optional.of("%d pods are there, not %d".formatted(pods.size(), replicas));
        Optional<Pod> idle =
                pods.stream().filter(pod -> !Stocktaking.serves(pod)).findFirst();
        if (idle.isPresent())
            return Optional.of(
                    "pod %s is not Ready".formatted(idle.get().getMetadata().getName()));
        return leader(pods).isPresent() ? Optional.empty() : Optional.of("none of its pods has the Lease");
    }

    /** Those that are there, ending ones included. */
    public List<Pod> pods() {
        return Installation.pods(client);
    }

    /** The one that holds the Lease. */
    public Optional<Pod> leader(List<Pod> pods) {
        return lease().map(lease -> lease.getSpec().getHolderIdentity())
                .flatMap(holder -> pods.stream()
                        .filter(pod -> pod.getMetadata().getName().equals(holder))
                        .findFirst());
    }

    /** Whether somebody has renewed the Lease since then. */
    public boolean hasLedSince(Instant moment) {
        return lease().map(lease -> lease.getSpec().getRenewTime())
                .filter(renewed -> renewed.toInstant().isAfter(moment))
                .isPresent();
    }

    /** Since when the one that leads has led. */
    public Optional<Instant> leadsSince() {
        return lease().map(lease -> lease.getSpec().getAcquireTime()).map(ZonedDateTime::toInstant);
    }

    /** Whether the one operator, since its process started, has come to the end of a look at each of these. */
    boolean hasLookedAt(List<MastioInstance> instances) {
        try {
            List<String> told = metrics.lines(pods().getFirst());
            return instances.stream().allMatch(instance -> told.stream().anyMatch(line -> isAbout(instance, line)));
        } catch (IOException startsAgain) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The first look at an instance makes its series. */
    private static boolean isAbout(MastioInstance instance, String line) {
        return line.startsWith("mastio_operator_instance_replicas{")
                && line.contains(
                        "instance=\"%s\"".formatted(instance.getMetadata().getName()))
                && line.contains(
                        "namespace=\"%s\"".formatted(instance.getMetadata().getNamespace()));
    }

    /** How many of its requests the one operator says have come to grief in that way. */
    public double failures(Trouble trouble) throws IOException, InterruptedException {
        String code = trouble.code() == 0 ? "none" : Integer.toString(trouble.code());
        String series = "mastio_operator_api_failures_total{code=\"%s\"}".formatted(code);
        return PodMetrics.sum(metrics.lines(pods().getFirst()), line -> line.startsWith(series));
    }

    /** How often the container of the one operator was started again. */
    public int restarts() {
        return pods().getFirst().getStatus().getContainerStatuses().getFirst().getRestartCount();
    }

    private Optional<Lease> lease() {
        return Optional.ofNullable(client.leases()
                .inNamespace(Installation.NAMESPACE)
                .withName(Installation.OPERATOR)
                .get());
    }

    /** Waits until a pod's container runs, and returns what runs in it. */
    public List<ProcessHandle> processes(Pod pod) throws IOException, InterruptedException {
        Await.Deadline deadline = Await.within(PATIENCE);
        while (true) {
            List<ProcessHandle> running = running(pod);
            if (!running.isEmpty()) return running;
            if (!deadline.pause()) throw new IOException("no operator runs after %d s".formatted(PATIENCE.toSeconds()));
        }
    }

    private List<ProcessHandle> running(Pod pod) {
        try {
            Pod now = client.resource(pod).get();
            if (now == null || now.getStatus().getContainerStatuses().isEmpty()) return List.of();
            return cluster.processes().orElseThrow().of(now).stream()
                    .filter(ProcessHandle::isAlive)
                    .toList();
        } catch (IOException | KubernetesClientException betweenTwoStarts) {
            return List.of();
        }
    }

    /** The end of each pod's log, of the container before the last start too, for whoever has to find out why. */
    public List<String> lastWords() {
        return pods().stream()
                .flatMap(pod -> {
                    List<String> log = log(pod);
                    return log.subList(Math.max(0, log.size() - TOLD), log.size()).stream();
                })
                .toList();
    }

    /** A pod's log, of the container before the last start too; empty where there is none. */
    public List<String> log(Pod pod) {
        var container = client.pods()
                .inNamespace(Installation.NAMESPACE)
                .withName(pod.getMetadata().getName());
        return List.of(text(() -> container.terminated().getLog()), text(container::getLog)).stream()
                .flatMap(String::lines)
                .toList();
    }

    @Override
    public void close() {
        metrics.close();
    }

    private static String text(Supplier<String> log) {
        try {
            return log.get();
        } catch (KubernetesClientException none) {
            return "";
        }
    }

    private RollableScalableResource<Deployment> deployment() {
        return client.apps().deployments().inNamespace(Installation.NAMESPACE).withName(Installation.OPERATOR);
    }
}
