package dev.mastio.local.node;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one pod: its volumes, its init containers one after the other, then its containers. Everything that concerns the
 * pod happens on one thread of its own, so that nothing here needs a lock.
 */
final class PodWorker {

    private static final Logger LOG = LoggerFactory.getLogger(PodWorker.class);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofVirtual().name("pod").factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    private final Runnable statusChanged;
    private final List<ContainerRun> init;
    private final List<ContainerRun> main;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private PodScope scope;
    private boolean leaving;
    private boolean triesLater;
    private volatile PodStatus status;

    PodWorker(Pod pod, String address, NodeServices node, Runnable statusChanged) {
        this.statusChanged = statusChanged;
        scope = new PodScope(pod, address, node, thread);
        status = requireNonNullElse(pod.getStatus(), new PodStatus());
        init = runs(pod.getSpec().getInitContainers(), status.getInitContainerStatuses(), true);
        main = runs(pod.getSpec().getContainers(), status.getContainerStatuses(), false);
        thread.execute(this::proceed);
    }

    private List<ContainerRun> runs(List<Container> containers, List<ContainerStatus> before, boolean isInit) {
        return containers.stream()
                .map(container -> {
                    ContainerRun run = new ContainerRun(scope, container, isInit, () -> thread.execute(this::proceed));
                    before.stream()
                            .filter(known -> known.getName().equals(container.getName()))
                            .findFirst()
                            .ifPresent(run::resume);
                    return run;
                })
                .toList();
    }

    String address() {
        return scope.address();
    }

    String uid() {
        return scope.uid();
    }

    PodFolder folder() {
        return scope.folder();
    }

    /** As it should be written. */
    PodStatus status() {
        return status;
    }

    /** Completes when no process of the pod is left and none will come. */
    CompletableFuture<Void> over() {
        return over;
    }

    /** Takes in a changed pod object. */
    void update(Pod newer) {
        thread.execute(() -> {
            ObjectMeta old = scope.pod().getMetadata();
            ObjectMeta now = newer.getMetadata();
            scope = scope.with(newer);
            init.forEach(run -> run.update(scope));
            main.forEach(run -> run.update(scope));
            if (now.getDeletionTimestamp() != null && !leaving) {
                leave(Duration.ofSeconds(requireNonNullElse(now.getDeletionGracePeriodSeconds(), 30L)));
            } else if (!Objects.equals(old.getLabels(), now.getLabels())
                    || !Objects.equals(old.getAnnotations(), now.getAnnotations())) {
                proceed();
            }
        });
    }

    /** Something changed that volumes or variables may come from. */
    void refresh() {
        thread.execute(this::proceed);
    }

    /** Ends all processes; the pod object stays as it is. */
    void halt(Duration grace) {
        thread.execute(() -> leave(grace));
    }

    private void leave(Duration grace) {
        leaving = true;
        init.forEach(run -> run.stop(grace));
        main.forEach(run -> run.stop(grace));
        proceed();
    }

    private void proceed() {
        try {
            if (!leaving && mounted()) {
                startNext();
            }
        } catch (RuntimeException e) {
            LOG.warn("pod {} stumbled", scope.key(), e);
        }
        report();
        if (leaving
                && init.stream().allMatch(ContainerRun::isOver)
                && main.stream().allMatch(ContainerRun::isOver)) {
            over.complete(null);
            thread.shutdown();
        }
    }

    private boolean mounted() {
        try {
            scope.volumes().refresh();
            return true;
        } catch (NotYet e) {
            scope.node().events().warning(scope.pod(), "FailedMount", String.valueOf(e.getMessage()));
            return false;
        } catch (IOException e) {
            scope.node().events().warning(scope.pod(), "FailedMount", "volumes cannot be made: " + e);
            tryLater();
            return false;
        }
    }

    /** No object changes when the disk has room again. */
    private void tryLater() {
        if (triesLater) return;
        triesLater = true;
        scope.node()
                .timer()
                .after(
                        RETRY,
                        () -> thread.execute(() -> {
                            triesLater = false;
                            proceed();
                        }));
    }

    private void startNext() {
        for (ContainerRun run : init) {
            if (!run.hasSucceeded()) {
                run.start();
                return;
            }
        }
        main.forEach(ContainerRun::start);
    }

    private void report() {
        PodStatuses statuses = new PodStatuses(
                scope.pod(),
                status,
                scope.address(),
                scope.node().addresses().ofNode(),
                scope.node().clock().instant());
        PodStatus now = statuses.of(
                init.stream().map(ContainerRun::status).toList(),
                main.stream().map(ContainerRun::status).toList());
        if (!now.equals(status)) {
            status = now;
            statusChanged.run();
        }
    }
}
