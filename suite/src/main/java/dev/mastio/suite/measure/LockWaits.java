package dev.mastio.suite.measure;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Waits for advisory locks, of which the audit log has the only one, as a Postgres with {@code log_lock_waits} tells of them: once when
 * they have lasted for its {@code deadlock_timeout}, and again when they end.
 *
 * @param count those that lasted so long
 * @param longestMillis 0 if there was none
 */
record LockWaits(int count, double longestMillis) {

    private static final Pattern WAIT = Pattern.compile(
            "process \\d+ (still waiting for|acquired) \\w+ on advisory lock \\[[\\d,]+] after ([\\d.]+) ms");

    /** Those in that log of the server. */
    static LockWaits in(String log) {
        int count = 0;
        double longest = 0;
        Matcher waits = WAIT.matcher(log);
        while (waits.find()) {
            if (!waits.group(1).equals("acquired")) count++;
            longest = Math.max(longest, Double.parseDouble(waits.group(2)));
        }
        return new LockWaits(count, longest);
    }

    /** What there is to say of them. */
    String line(int atLeastMillis) {
        return count == 0
                ? "no transaction waited for the audit log's lock for %d ms".formatted(atLeastMillis)
                : String.format(
                        Locale.ROOT,
                        "transactions that waited for the audit log's lock for %d ms or longer: %d, the longest %.0f ms",
                        atLeastMillis,
                        count,
                        longestMillis);
    }
}
