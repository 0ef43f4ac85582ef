package dev.mastio.proxy.ops;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Asks something every second and tells how long the answer took. One that has not come after two seconds, or that is a failure,
 * counts as two seconds; nobody asks again before the answer is there. Nothing is told before the first success: what is
 * still starting is not slow, and the first answer has waited for a connection to be made.
 */
public final class LatencyProbe implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration AT_MOST = Duration.ofSeconds(2);
    private static final long NOBODY = Long.MIN_VALUE;

    private final Question question;
    private final Consumer<Duration> took;
    private final AtomicLong askedAt = new AtomicLong(NOBODY);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("latency-clock").factory());

    /** What is asked. */
    @FunctionalInterface
    public interface Question {
        /** Returns when answered. */
        void ask() throws Exception;
    }

    private final ScheduledFuture<?> ticking;
    private volatile boolean started;

    private LatencyProbe(Question question, Consumer<Duration> took) {
        this.question = question;
        this.took = took;
        this.ticking = clock.scheduleAtFixedRate(this::tick, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Starts to ask. */
    public static LatencyProbe start(Question question, Consumer<Duration> took) {
        return new LatencyProbe(question, took);
    }

    private void tick() {
        long now = System.nanoTime();
        long since = askedAt.get();
        if (since == NOBODY) {
            askedAt.set(now);
            Thread.ofVirtual().name("latency-probe").start(() -> ask(now));
        } else if (now - since >= AT_MOST.toNanos()) {
            tell(AT_MOST);
        }
    }

    private void ask(long since) {
        boolean answered = false;
        try {
            question.ask();
            answered = true;
        } catch (Exception e) {
            // Why it fails is what readiness tells; here it only counts as slow.
        } finally {
            Duration latency = Duration.ofNanos(System.nanoTime() - since);
            tell(answered && latency.compareTo(AT_MOST) < 0 ? latency : AT_MOST);
            started |= answered;
            askedAt.set(NOBODY);
        }
    }

    private void tell(Duration latency) {
        if (started) {
            took.accept(latency);
        }
    }

    @Override
    public void close() {
        ticking.cancel(true);
        clock.shutdownNow();
    }
}
