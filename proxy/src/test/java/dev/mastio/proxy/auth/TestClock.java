package dev.mastio.proxy.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that tests move. */
public final class TestClock implements InstantSource {

    private final Instant start;
    private volatile Instant now;
    private final AtomicLong nanos = new AtomicLong();

    public TestClock(Instant now) {
        this.start = now;
        this.now = now;
    }

    /** Ahead of that of any Postgres, which nobody can set: a replica whose clock is behind its database's takes no proofs. */
    public static TestClock ahead() {
        return new TestClock(Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS));
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** When it was made: for what all tests of a class share. */
    public Instant start() {
        return start;
    }

    /** What has passed, whatever the clock was set to: what {@link System#nanoTime} is to the real one. */
    public long nanos() {
        return nanos.get();
    }

    /** Time passes. */
    public void forward(Duration duration) {
        now = now.plus(duration);
        nanos.addAndGet(duration.toNanos());
    }

    /** Somebody sets it, while no time passes. */
    public void set(Duration ahead) {
        now = now.plus(ahead);
    }
}
