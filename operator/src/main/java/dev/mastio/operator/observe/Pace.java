package dev.mastio.operator.observe;

import java.time.Duration;

/**
 * How often pods are asked. Once a second while they are few; with more of them less often, so that the operator asks
 * about sixty pods a second, until five seconds: beyond that the short window of ten would hold too few samples.
 *
 * @param period between two scrapes of an instance
 */
record Pace(Duration period) {
    private static final int PODS_A_SECOND = 60;
    private static final Duration FASTEST = Duration.ofSeconds(1);
    private static final Duration SLOWEST = Duration.ofSeconds(5);

    static Pace forPods(int pods) {
        Duration even = Duration.ofMillis(1000L * pods / PODS_A_SECOND);
        if (even.compareTo(FASTEST) < 0) return new Pace(FASTEST);
        return new Pace(even.compareTo(SLOWEST) > 0 ? SLOWEST : even);
    }

    /** A pod answers as long as it missed no more than one scrape. */
    Duration freshFor() {
        return period.multipliedBy(2).plus(FASTEST);
    }

    /** Status shows new numbers this often at most: every five seconds while pods are few. */
    Duration betweenNumbers() {
        return period.multipliedBy(5);
    }
}
