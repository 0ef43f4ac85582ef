package dev.mastio.local.node;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Asks one question of a container again and again, and reports each failure and each change of the verdict. */
final class Prober {

    /** Told on the pod's own thread. */
    interface Listener {
        void failed(String message);

        void decided(boolean success);
    }

    private final ProbeCheck check;
    private final Duration timeout;
    private final Duration period;
    private final Timer timer;
    private final Executor pod;
    private final Listener listener;
    private ProbeCounter counter;
    private boolean stopped;

    /** Starts asking; all state is touched on the pod's thread only. */
    Prober(Probe probe, boolean verdict, ProbeCheck check, Timer timer, Executor pod, Listener listener) {
        this.check = check;
        this.timer = timer;
        this.pod = pod;
        this.listener = listener;
        timeout = seconds(probe.getTimeoutSeconds(), 1);
        period = seconds(probe.getPeriodSeconds(), 10);
        counter = ProbeCounter.starting(
                requireNonNullElse(probe.getSuccessThreshold(), 1),
                requireNonNullElse(probe.getFailureThreshold(), 3),
                verdict);
        askAfter(seconds(probe.getInitialDelaySeconds(), 0));
    }

    private static Duration seconds(@Nullable Integer number, int usual) {
        return Duration.ofSeconds(requireNonNullElse(number, usual));
    }

    private void askAfter(Duration delay) {
        timer.after(delay, () -> Thread.ofVirtual().name("probe").start(this::ask));
    }

    private void ask() {
        long start = System.nanoTime();
        Optional<String> failure;
        try {
            failure = check.ask(timeout);
        } catch (RuntimeException e) {
            failure = Optional.of(String.valueOf(e.getMessage()));
        }
        Optional<String> answer = failure;
        long taken = System.nanoTime() - start;
        // A question that took longer than the period drops the beats in between.
        Duration rest = Duration.ofNanos(period.toNanos() - taken % period.toNanos());
        pod.execute(() -> heard(answer, rest));
    }

    private void heard(Optional<String> failure, Duration rest) {
        if (stopped) {
            return;
        }
        counter = counter.after(failure.isEmpty());
        failure.ifPresent(listener::failed);
        if (counter.hasFailed() || counter.hasSucceeded()) {
            listener.decided(counter.verdict());
        }
        if (!stopped) {
            askAfter(rest);
        }
    }

    /** Nothing is reported after this. */
    void stop() {
        stopped = true;
    }
}
