package dev.mastio.bench.calibrate;

import java.time.Duration;

/**
 * How thoroughly to search.
 *
 * @param start the first rate to offer; doubled from there
 * @param highest rate to offer at all
 * @param step length of a trial while doubling
 * @param trial length of a trial while bisecting
 * @param proof length of the last trial, at the floor that was found
 * @param tries of a rate before it counts as failed
 * @param repeats of the bisection
 * @param resolution the bisection ends when the bounds are this close, as a share
 */
public record SearchPlan(
        double start,
        double highest,
        Duration step,
        Duration trial,
        Duration proof,
        int tries,
        int repeats,
        double resolution) {

    public static final SearchPlan STANDARD = new SearchPlan(
            100, 1_000_000, Duration.ofSeconds(2), Duration.ofSeconds(6), Duration.ofSeconds(20), 2, 3, 0.03);

    public SearchPlan {
        if (!(start >= 1 && highest >= start))
            throw new IllegalArgumentException(
                    "the search starts at " + start + " and ends at " + highest + "; needs 1 <= start <= end");
        if (tries < 1) throw new IllegalArgumentException("a rate needs at least one try, not " + tries);
        if (repeats < 1) throw new IllegalArgumentException("at least one repeat is needed, not " + repeats);
        if (!(resolution > 0 && resolution < 1))
            throw new IllegalArgumentException("the resolution must be between 0 and 1, not " + resolution);
    }
}
