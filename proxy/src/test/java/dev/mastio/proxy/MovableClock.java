package dev.mastio.proxy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that tests turn. */
public final class MovableClock implements InstantSource {

    private volatile Instant now;

    public MovableClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Turns it forward, or back by less than nothing. */
    public void advance(Duration time) {
        now = now.plus(time);
    }
}
