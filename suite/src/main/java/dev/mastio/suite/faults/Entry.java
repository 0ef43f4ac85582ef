package dev.mastio.suite.faults;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A line of the log.
 *
 * @param fault what was broken
 * @param during what was going on
 * @param moment when it broke
 * @param healed how long until all was as it must be; empty: it never was
 * @param broken what was not true and must have been
 */
record Entry(String fault, String during, String moment, Optional<Duration> healed, List<String> broken) {

    Entry {
        broken = List.copyOf(broken);
    }

    boolean held() {
        return broken.isEmpty();
    }

    String line(int number) {
        return "%4d  %-16s %-26s %-40s %8s  %s"
                .formatted(
                        number,
                        fault,
                        during,
                        moment,
                        healed.map(took -> "%.1f s".formatted(took.toMillis() / 1000.0))
                                .orElse("never"),
                        held() ? "held" : "BROKEN: " + String.join("; ", broken));
    }
}
