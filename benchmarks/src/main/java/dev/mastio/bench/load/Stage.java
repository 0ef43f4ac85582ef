package dev.mastio.bench.load;

import java.time.Duration;

/** A straight line from one level to another; the level is virtual users or requests per second, as the profile says. */
public record Stage(Duration duration, double from, double to) {

    public Stage {
        if (duration.isNegative()) throw new IllegalArgumentException("stage duration " + duration + " is negative");
        if (!(from >= 0 && to >= 0 && Double.isFinite(from) && Double.isFinite(to)))
            throw new IllegalArgumentException("stage from " + from + " to " + to + ": levels must be 0 or more");
    }

    double at(double seconds) {
        double length = seconds();
        return length == 0 ? to : from + (to - from) * Math.min(seconds / length, 1);
    }

    double seconds() {
        return duration.toNanos() / 1e9;
    }

    /** The area under the line: for a rate, the number of arrivals. */
    double area() {
        return (from + to) / 2 * seconds();
    }

    /** When the area has grown to {@code area}, in seconds from the start of the stage. */
    double timeOfArea(double area) {
        double slope = seconds() == 0 ? 0 : (to - from) / seconds();
        if (slope == 0) return area / from;
        // The root of slope/2 t² + from t - area, in the form that does not cancel for small slopes.
        return 2 * area / (from + Math.sqrt(Math.max(from * from + 2 * slope * area, 0)));
    }
}
