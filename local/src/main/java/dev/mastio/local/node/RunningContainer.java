package dev.mastio.local.node;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** One start of a container: its process, its probes and its end. Everything happens on the pod's thread. */
final class RunningContainer {

    private final PodScope scope;
    private final Container container;
    private final Runnable changed;
    private final ContainerProcess process;
    private final ContainerLog log;
    private final Path message;
    private final Exec exec;
    private final Instant since;
    private final List<Prober> probers = new ArrayList<>();
    private boolean started;
    private boolean ready;

    /**
     * Starts the process.
     *
     * @param number how many starts there were before
     * @param changed told when it becomes ready or stops being so
     * @throws IOException when its files cannot be made or its command cannot be run
     */
    RunningContainer(PodScope scope, Container container, Program program, int number, Runnable changed)
            throws IOException {
        this.scope = scope;
        this.container = container;
        this.changed = changed;
        String name = container.getName();
        MountPaths paths = scope.paths(container, program);
        Path root = Files.createDirectories(scope.folder().root(name));
        scope.volumes().mount(container, program, paths);
        Map<String, String> environment = scope.environment(container, program, paths);
        Path home = container.getWorkingDir() == null ? root : Path.of(paths.rewrite(container.getWorkingDir()));
        message = paths.place(PodScope.terminationPath(container));
        Files.createDirectories(message.getParent());
        Files.write(message, new byte[0]);
        List<String> command =
                new CommandLine(program, paths, new Placeholders(scope.address())).of(container, environment);
        String mark = scope.node().sandbox().mark(scope.uid(), name, number);
        exec = new Exec(environment, paths, home, mark);
        log = scope.node().logs().open(scope.folder().log(name, number));
        Files.deleteIfExists(scope.folder().log(name, number - 2));
        process = new ContainerProcess(command, environment, home, mark, program.stopSignal(), log);
        since = scope.node().clock().instant();
    }

    /** Begins to ask whether it is well. */
    void watch(IntConsumer ended) {
        process.end()
                .thenAcceptAsync(
                        code -> {
                            probers.forEach(Prober::stop);
                            scope.node().logs().close(log);
                            ended.accept(code);
                        },
                        scope.thread())
                .exceptionally(_ -> null);
        if (container.getStartupProbe() == null) {
            startedUp();
        } else {
            probe("Startup", container.getStartupProbe(), false, success -> {
                if (success) {
                    probers.forEach(Prober::stop);
                    startedUp();
                    changed.run();
                } else {
                    replace("startup", container.getStartupProbe());
                }
            });
        }
    }

    private void startedUp() {
        started = true;
        ready = container.getReadinessProbe() == null;
        if (container.getLivenessProbe() != null) {
            probe("Liveness", container.getLivenessProbe(), true, success -> {
                if (!success) {
                    replace("liveness", container.getLivenessProbe());
                }
            });
        }
        if (container.getReadinessProbe() != null) {
            probe("Readiness", container.getReadinessProbe(), false, success -> {
                if (ready != success) {
                    ready = success;
                    changed.run();
                }
            });
        }
    }

    private void probe(String kind, Probe probe, boolean verdict, Consumer<Boolean> decided) {
        ProbeCheck check = ProbeCheck.of(
                probe, container, scope.address(), (action, timeout) -> exec.run(action.getCommand(), timeout));
        Prober.Listener listener = new Prober.Listener() {
            @Override
            public void failed(String failure) {
                scope.event("Warning", container, "Unhealthy", kind + " probe failed: " + failure);
            }

            @Override
            public void decided(boolean success) {
                decided.accept(success);
            }
        };
        probers.add(new Prober(probe, verdict, check, scope.node().timer(), scope.thread(), listener));
    }

    private void replace(String kind, Probe probe) {
        scope.event(
                "Normal",
                container,
                "Killing",
                "Container %s failed %s probe, will be restarted".formatted(container.getName(), kind));
        Long grace = probe.getTerminationGracePeriodSeconds();
        Long usual = scope.pod().getSpec().getTerminationGracePeriodSeconds();
        probers.forEach(Prober::stop);
        ready = false;
        changed.run();
        stop(Duration.ofSeconds(grace == null ? requireNonNullElse(usual, 30L) : grace));
    }

    /** Asks it to end; its hook has its time from the grace period, at whose end everything is killed. */
    void stop(Duration grace) {
        scope.node().timer().after(grace, process::kill);
        Thread.ofVirtual().name("stop-" + container.getName()).start(() -> {
            preStop(grace);
            process.stop();
        });
    }

    private void preStop(Duration grace) {
        Optional<LifecycleHandler> hook =
                Optional.ofNullable(container.getLifecycle()).map(Lifecycle::getPreStop);
        hook.map(LifecycleHandler::getExec)
                .flatMap(action -> exec.run(action.getCommand(), grace))
                .ifPresent(failure -> scope.event("Warning", container, "FailedPreStopHook", failure));
        hook.map(LifecycleHandler::getSleep)
                .ifPresent(sleep -> process.awaitEnd(Duration.ofSeconds(sleep.getSeconds())));
    }

    String id() {
        return "process://" + process.pid();
    }

    boolean isStarted() {
        return started;
    }

    boolean isReady() {
        return ready;
    }

    ContainerState state() {
        return new ContainerStateBuilder()
                .withNewRunning(since.truncatedTo(ChronoUnit.SECONDS).toString())
                .build();
    }

    ContainerState endState(int code) {
        String left = Termination.message(container, message, log.file(), code);
        Instant now = scope.node().clock().instant();
        return Termination.of(code, code == 0 ? "Completed" : "Error", left, since, now, id());
    }
}
