package dev.mastio.local.node;

import dev.mastio.local.files.FileTree;
import dev.mastio.local.loop.Key;
import dev.mastio.local.loop.Loop;
import dev.mastio.local.loop.Mirrors;
import dev.mastio.local.loop.Recorder;
import dev.mastio.local.net.AddressBlock;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes every pod, runs it as processes, or only says so, and keeps its status. */
public final class Node implements AutoCloseable {

    /** The name of the node whose pods are processes, and of the one whose pods are only said to run. */
    static final String NAME = "local";

    static final String HOLLOW_NAME = "hollow";

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final Duration GRACE_AT_END = Duration.ofSeconds(3);
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private final Mirrors mirrors;
    private final Recorder events;
    private final NodeServices services;
    private final HollowPods hollow;
    private final NodeObjects objects;
    private final Map<Key, PodWorker> workers = new ConcurrentHashMap<>();
    private final Loop loop = new Loop("node", 4, this::reconcile);

    /**
     * What a node is told at its start.
     *
     * @param directory for the files of pods
     * @param hollow whether pods are only said to run unless they say otherwise
     * @param longestBackoff between two starts of a container that ends
     */
    public record Setup(
            Path directory,
            Programs programs,
            ApiAccess api,
            AddressBlock addresses,
            boolean hollow,
            Duration longestBackoff,
            Clock clock) {}

    /** Starts the node; pods that it ran in an earlier life are started again. */
    public Node(KubernetesClient client, Mirrors mirrors, NodeLogs logs, Setup setup) {
        this.mirrors = mirrors;
        events = new Recorder(client, "mastio-local-node");
        services = new NodeServices(
                NAME,
                mirrors,
                events,
                setup.addresses(),
                setup.programs(),
                setup.api(),
                new HostsFiles(setup.directory().resolve("hosts"), mirrors),
                pods(setup.directory()),
                logs,
                new Sandbox(),
                new Timer(),
                setup.longestBackoff(),
                setup.clock());
        hollow = new HollowPods(setup.hollow(), setup.programs(), setup.addresses(), setup.clock());
        secure(services.pods());
        objects = new NodeObjects(client, setup.addresses().ofNode(), setup.clock());
        objects.announce(NAME);
        // Processes get a new address when they are started again; hollow pods keep theirs.
        mirrors.pods().list().stream()
                .filter(pod -> HOLLOW_NAME.equals(pod.getSpec().getNodeName()) && pod.getStatus() != null)
                .map(pod -> pod.getStatus().getPodIP())
                .filter(Objects::nonNull)
                .forEach(setup.addresses()::reserve);
        mirrors.pods().onChange((old, now) -> {
            Pod pod = now == null ? old : now;
            if (pod != null) {
                loop.add(Key.of(pod));
            }
        });
        mirrors.configMaps().onChange(this::refreshPods);
        mirrors.secrets().onChange(this::refreshPods);
        mirrors.claims().onChange(this::refreshPods);
        mirrors.volumes().onChange((old, now) -> workers.values().forEach(PodWorker::refresh));
    }

    /** Pods have secrets among their files. */
    private static void secure(Path pods) {
        try {
            Files.setPosixFilePermissions(Files.createDirectories(pods), PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException("no private directory for pods at " + pods, e);
        }
    }

    /** Where the files of pods are below a node's directory. */
    public static Path pods(Path directory) {
        return directory.resolve("pods");
    }

    private <T extends HasMetadata> void refreshPods(@Nullable T old, @Nullable T now) {
        T object = now == null ? old : now;
        if (object != null) {
            String namespace = object.getMetadata().getNamespace();
            workers.forEach((key, worker) -> {
                if (key.namespace().equals(namespace)) {
                    worker.refresh();
                }
            });
        }
    }

    private Optional<Duration> reconcile(Key key) {
        Pod pod = mirrors.pods().get(key);
        PodWorker worker = workers.get(key);
        if (worker != null && (pod == null || !pod.getMetadata().getUid().equals(worker.uid()))) {
            // Taken away without a grace period, for example by kubectl delete --force.
            remove(key, worker);
            return Optional.of(Duration.ofMillis(1)).filter(_ -> pod != null);
        }
        if (pod == null) {
            return Optional.empty();
        }
        String node = pod.getSpec().getNodeName();
        if (node == null || node.isEmpty()) {
            bind(pod);
        } else if (node.equals(HOLLOW_NAME)) {
            pretend(pod);
        } else if (node.equals(NAME)) {
            run(key, pod, worker);
        }
        return Optional.empty();
    }

    private void bind(Pod pod) {
        boolean pretend = hollow.claims(pod);
        if (pretend) {
            objects.announce(HOLLOW_NAME);
        }
        Pod bound = mirrors.pods()
                .update(new PodBuilder(pod)
                        .editSpec()
                        .withNodeName(pretend ? HOLLOW_NAME : NAME)
                        .endSpec()
                        .build());
        events.normal(
                bound,
                "Scheduled",
                "Successfully assigned %s to %s"
                        .formatted(Key.of(pod), bound.getSpec().getNodeName()));
    }

    private void pretend(Pod pod) {
        if (isLeaving(pod)) {
            mirrors.pods().deleteNow(pod);
            services.addresses().giveBack(pod.getStatus().getPodIP());
        } else {
            write(pod, hollow.status(pod));
        }
    }

    private void run(Key key, Pod pod, @Nullable PodWorker worker) {
        if (worker != null) {
            worker.update(pod);
            if (isLeaving(pod) && worker.over().isDone()) {
                mirrors.pods().deleteNow(pod);
                remove(key, worker);
            } else {
                write(pod, worker.status());
            }
        } else if (isLeaving(pod)) {
            mirrors.pods().deleteNow(pod);
        } else if (pod.getStatus() == null
                || !ENDED.contains(String.valueOf(pod.getStatus().getPhase()))) {
            PodWorker begun = new PodWorker(pod, services.addresses().takeForPod(), services, () -> loop.add(key));
            workers.put(key, begun);
            // The last process may end after the last change of the status.
            begun.over().thenRun(() -> loop.add(key)).exceptionally(_ -> null);
        }
    }

    private void write(Pod pod, PodStatus status) {
        mirrors.pods().updateStatus(new PodBuilder(pod).withStatus(status).build());
    }

    private static boolean isLeaving(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    private void remove(Key key, PodWorker worker) {
        workers.remove(key, worker);
        worker.halt(Duration.ZERO);
        worker.over()
                .thenRun(() -> {
                    services.addresses().giveBack(worker.address());
                    try {
                        FileTree.delete(worker.folder().path());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .exceptionally(e -> {
                    LOG.warn("the files of pod {} stay behind", key, e);
                    return null;
                });
    }

    /** Ends all processes, politely for a moment; what pods say of themselves stays as it is. */
    @Override
    public void close() {
        loop.close();
        workers.values().forEach(worker -> worker.halt(GRACE_AT_END));
        CompletableFuture<Void> all = CompletableFuture.allOf(
                workers.values().stream().map(PodWorker::over).toArray(CompletableFuture[]::new));
        try {
            all.get(GRACE_AT_END.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("some processes did not stop and are killed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        services.sandbox().close();
        services.timer().close();
        services.hosts().close();
        events.close();
    }
}
