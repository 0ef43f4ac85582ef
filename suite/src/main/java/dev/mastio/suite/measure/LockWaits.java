package dev.mastio.suite.measure;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Waits for advisory locks, for which only the audit log waits, as a Postgres with {@code log_lock_waits} tells of them: when they have
 * lasted for its {@code deadlock_timeout}, and again when the lock is had, or not any more wanted because of another time limit.
 *
 * @param count those that lasted so long
 * @param longestMillis of those that had the lock in the end; 0 if there was none
 * @param givenUp those that never had it
 */
record LockWaits(int count, double longestMillis, int givenUp) {

    private static final Pattern SAID = Pattern.compile("process (?<waits>\\d+) still waiting for \\w+ on advisory lock"
            + "|process (?<has>\\d+) acquired \\w+ on advisory lock \\[[\\d,]+] after (?<millis>[\\d.]+) ms"
            + "|\\[(?<gave>\\d+)] ERROR:  canceling statement due to (?:lock|statement) timeout");

    /** Those in that log of the server. */
    static LockWaits in(String log) {
        Set<String> waiting = new HashSet<>();
        int count = 0;
        int givenUp = 0;
        double longest = 0;
        Matcher said = SAID.matcher(log);
        while (said.find()) {
            if (said.group("waits") != null) {
                if (waiting.add(said.group("waits"))) count++;
            } else if (said.group("has") != null) {
                if (!waiting.remove(said.group("has"))) count++;
                longest = Math.max(longest, Double.parseDouble(said.group("millis")));
            } else if (waiting.remove(said.group("gave"))) {
                givenUp++;
            }
        }
        return new LockWaits(count, longest, givenUp);
    }

    /** What there is to say of them. */
    String line(int atLeastMillis) {
        return String.format(
                Locale.ROOT,
                "transactions that waited %d ms or longer for the audit log's lock: %s",
                atLeastMillis,
                count == 0 ? "none" : told());
    }

    private String told() {
        return String.format(
                Locale.ROOT,
                "%d, the longest %.0f ms%s",
                count,
                longestMillis,
                givenUp == 0 ? "" : "; " + givenUp + " gave up");
    }
}
