package dev.mastio.suite.measure.fleet;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The operator's requests to the API server since it started, by its own count: an API server makes no new version of an object that a
 * write leaves as it was, so nobody else could see such a write.
 *
 * @param reads those that change nothing, by resource
 * @param writes those that change something or try to, by resource
 */
record OperatorRequests(Map<String, Long> reads, Map<String, Long> writes) {

    private static final String LEASES = "leases";
    private static final Pattern SERIES = Pattern.compile(
            "mastio_operator_api_(?<kind>reads|writes)_total\\{.*resource=\"(?<resource>[^\"]*)\".*} (?<count>[0-9.E]+)");

    OperatorRequests {
        reads = Map.copyOf(reads);
        writes = Map.copyOf(writes);
    }

    /** As the lines of its metrics page tell. */
    static OperatorRequests of(List<String> metrics) {
        Map<String, Long> reads = new TreeMap<>();
        Map<String, Long> writes = new TreeMap<>();
        for (String line : metrics) {
            Matcher series = SERIES.matcher(line);
            if (series.matches()) {
                Map<String, Long> counts = series.group("kind").equals("reads") ? reads : writes;
                counts.merge(series.group("resource"), (long) Double.parseDouble(series.group("count")), Long::sum);
            }
        }
        return new OperatorRequests(reads, writes);
    }

    OperatorRequests since(OperatorRequests earlier) {
        return new OperatorRequests(more(reads, earlier.reads), more(writes, earlier.writes));
    }

    /** Renewals of its own Lease. */
    long leases() {
        return writes.getOrDefault(LEASES, 0L);
    }

    /** All writes but those of its Lease. */
    Map<String, Long> otherWrites() {
        return withoutLeases(writes);
    }

    /** All reads but those of its Lease. */
    Map<String, Long> otherReads() {
        return withoutLeases(reads);
    }

    static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<String, Long> withoutLeases(Map<String, Long> counts) {
        Map<String, Long> others = new TreeMap<>(counts);
        others.remove(LEASES);
        return others;
    }

    private static Map<String, Long> more(Map<String, Long> now, Map<String, Long> before) {
        Map<String, Long> more = new TreeMap<>();
        now.forEach((resource, count) -> {
            long since = count - before.getOrDefault(resource, 0L);
            if (since > 0) more.put(resource, since);
        });
        return more;
    }
}
