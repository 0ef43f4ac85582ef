package dev.mastio.local.node;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One container of a pod, through all of its starts. Everything happens on the pod's thread. */
final class ContainerRun {

    private static final int KILLED = 137;
    private static final int NOT_STARTED = 128;

    private final Container container;
    private final boolean restartsOnSuccess;
    private final boolean restartsOnFailure;
    private final Runnable changed;
    private PodScope scope;
    private ContainerState state;
    private ContainerState last = new ContainerState();
    private Backoff backoff;
    private int restarts;
    private boolean leaving;
    private String id = "";
    private @Nullable RunningContainer running;

    ContainerRun(PodScope scope, Container container, boolean init, Runnable changed) {
        this.scope = scope;
        this.container = container;
        backoff = Backoff.none(scope.node().longestBackoff());
        this.changed = changed;
        String policy = requireNonNullElse(scope.pod().getSpec().getRestartPolicy(), "Always");
        restartsOnSuccess = policy.equals("Always") && !init;
        restartsOnFailure = !policy.equals("Never");
        state = waiting(init ? "PodInitializing" : "ContainerCreating", "");
    }

    void update(PodScope newer) {
        scope = newer;
    }

    /** Takes over what an earlier life of the node knew of it; a process that ran then is gone. */
    void resume(ContainerStatus before) {
        restarts = before.getRestartCount();
        last = before.getLastState();
        id = requireNonNullElse(before.getContainerID(), "");
        if (before.getState().getTerminated() != null) {
            endedBefore(before.getState(), before.getState().getTerminated().getExitCode());
        } else if (before.getState().getRunning() != null) {
            Instant since = Instant.parse(before.getState().getRunning().getStartedAt());
            Instant now = scope.node().clock().instant();
            endedBefore(Termination.of(KILLED, "Error", "the node ended", since, now, id), KILLED);
        }
    }

    private void endedBefore(ContainerState end, int code) {
        if (restartsAfter(code)) {
            last = end;
            restarts++;
        } else {
            state = end;
        }
    }

    private boolean restartsAfter(int code) {
        return code == 0 ? restartsOnSuccess : restartsOnFailure;
    }

    /** Starts it unless it runs, has ended for good, or waits for its time. */
    void start() {
        boolean idle = state.getWaiting() != null
                && !"CrashLoopBackOff".equals(state.getWaiting().getReason());
        if (running != null || leaving || !idle) {
            return;
        }
        Optional<Program> program = scope.node().programs().find(container.getImage());
        if (program.isEmpty()) {
            refuse(
                    "ErrImageNeverPull",
                    "no program stands for image \"%s\": add it to the programs file of the cluster"
                            .formatted(container.getImage()));
            return;
        }
        Optional<String> unsupported = Unsupported.in(scope.pod().getSpec(), container);
        if (unsupported.isPresent()) {
            refuse("CreateContainerConfigError", unsupported.get());
            return;
        }
        try {
            launch(program.get());
        } catch (NotYet e) {
            refuse("CreateContainerConfigError", String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            Instant now = scope.node().clock().instant();
            String message = String.valueOf(e.getMessage());
            scope.event("Warning", container, "Failed", "Error: " + message);
            ended(Termination.of(NOT_STARTED, "StartError", message, now, now, id), NOT_STARTED);
        }
    }

    private void refuse(String reason, String message) {
        ContainerState refused = waiting(reason, message);
        if (!refused.equals(state)) {
            state = refused;
            scope.event("Warning", container, "Failed", "Error: " + message);
            changed.run();
        }
    }

    private void launch(Program program) throws IOException {
        RunningContainer fresh = new RunningContainer(scope, container, program, restarts, changed);
        running = fresh;
        id = fresh.id();
        state = fresh.state();
        scope.event("Normal", container, "Started", "Started container " + container.getName());
        fresh.watch(code -> {
            running = null;
            ended(fresh.endState(code), code);
        });
        changed.run();
    }

    /** Ends it for good. */
    void stop(Duration grace) {
        leaving = true;
        if (running != null) {
            scope.event("Normal", container, "Killing", "Stopping container " + container.getName());
            running.stop(grace);
        }
    }

    private void ended(ContainerState end, int code) {
        if (leaving || !restartsAfter(code)) {
            state = end;
        } else {
            startAgain(end);
        }
        changed.run();
    }

    private void startAgain(ContainerState end) {
        Instant now = scope.node().clock().instant();
        Duration wait = backoff.wait(now);
        backoff = backoff.after(now);
        last = end;
        if (wait.isZero()) {
            restart();
            return;
        }
        String what = "restarting failed container=%s pod=%s".formatted(container.getName(), scope.fullName());
        state = waiting("CrashLoopBackOff", "back-off %s %s".formatted(text(wait), what));
        scope.event("Warning", container, "BackOff", "Back-off " + what);
        scope.node().timer().after(wait, () -> scope.thread().execute(this::restart));
    }

    private void restart() {
        if (!leaving) {
            restarts++;
            state = waiting("ContainerCreating", "");
            start();
        }
    }

    private static String text(Duration wait) {
        return (wait.toMinutes() == 0 ? "" : wait.toMinutes() + "m") + wait.toSecondsPart() + "s";
    }

    private static ContainerState waiting(String reason, String message) {
        return new ContainerStateBuilder()
                .withNewWaiting(message.isEmpty() ? null : message, reason)
                .build();
    }

    /** No process, and none to come. */
    boolean isOver() {
        return running == null && (leaving || state.getTerminated() != null);
    }

    boolean hasSucceeded() {
        return state.getTerminated() != null && state.getTerminated().getExitCode() == 0;
    }

    ContainerStatus status() {
        return new ContainerStatusBuilder()
                .withName(container.getName())
                .withImage(container.getImage())
                .withImageID(id.isEmpty() ? "" : container.getImage())
                .withContainerID(id.isEmpty() ? null : id)
                .withState(state)
                .withLastState(last)
                .withRestartCount(restarts)
                .withStarted(running != null && running.isStarted())
                .withReady(running != null && running.isReady())
                .build();
    }
}
