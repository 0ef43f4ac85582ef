package dev.mastio.bench.calibrate;

import java.time.Duration;

/** A way to offer a rate for a while. */
@FunctionalInterface
public interface Trial {
    Outcome offer(double requestsPerSecond, Duration length);
}
