package dev.mastio.bench.load;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Where the requests go and what they carry. Connections are spread over the base addresses in turn; each connection walks through the paths.
 *
 * @param bases http or https addresses, all of the same scheme; a path in them is a prefix
 * @param headers sent with every request
 * @param timeout from the start of a request to the last byte of its answer, connecting included
 */
public record Target(
        List<URI> bases,
        List<String> paths,
        Map<String, String> headers,
        Trust trust,
        Expectation expectation,
        Duration timeout) {

    /** They frame the message, so they belong to the engine. */
    private static final Set<String> RESERVED = Set.of("connection", "content-length", "transfer-encoding", "upgrade");

    public Target {
        bases = List.copyOf(bases);
        paths = List.copyOf(paths);
        headers = Map.copyOf(headers);
        if (bases.isEmpty()) throw new IllegalArgumentException("no base URL given");
        if (paths.isEmpty()) throw new IllegalArgumentException("no path given");
        bases.forEach(Target::checkBase);
        if (bases.stream().map(URI::getScheme).distinct().count() > 1)
            throw new IllegalArgumentException("base URLs mix http and https: " + bases);
        paths.forEach(Target::checkPath);
        headers.forEach(Target::checkHeader);
        if (timeout.compareTo(Duration.ofMillis(1)) < 0)
            throw new IllegalArgumentException("request time-out must be at least 1 ms, not " + timeout);
    }

    /** {@code GET /health} with the checks and the time-out that scenarios use unless told otherwise. */
    public static Target of(URI... bases) {
        return new Target(
                List.of(bases),
                List.of("/health"),
                Map.of(),
                Trust.platform(),
                Expectation.HEALTH,
                Duration.ofSeconds(10));
    }

    public Target withPaths(List<String> other) {
        return new Target(bases, other, headers, trust, expectation, timeout);
    }

    public Target withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Target(bases, paths, more, trust, expectation, timeout);
    }

    public Target withTrust(Trust other) {
        return new Target(bases, paths, headers, other, expectation, timeout);
    }

    public Target withExpectation(Expectation other) {
        return new Target(bases, paths, headers, trust, other, timeout);
    }

    public Target withTimeout(Duration other) {
        return new Target(bases, paths, headers, trust, expectation, other);
    }

    boolean secure() {
        return bases.getFirst().getScheme().equals("https");
    }

    private static void checkBase(URI base) {
        boolean web = "https".equals(base.getScheme()) || "http".equals(base.getScheme());
        if (!web || base.getHost() == null)
            throw new IllegalArgumentException(
                    "base URL '" + base + "' must look like https://host:port (scheme http or https)");
        if (base.getRawQuery() != null || base.getRawFragment() != null || base.getRawUserInfo() != null)
            throw new IllegalArgumentException(
                    "base URL '" + base + "' must not have a query, a fragment or a user; give queries with the path");
    }

    private static void checkPath(String path) {
        if (!path.startsWith("/") || path.chars().anyMatch(c -> c <= ' ' || c >= 0x7f))
            throw new IllegalArgumentException(
                    "path '" + path + "' must start with '/' and be percent-encoded, as in /health?deep=true");
    }

    private static void checkHeader(String name, String value) {
        boolean token = !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':');
        if (!token) throw new IllegalArgumentException("header name '" + name + "' is not valid");
        if (value.chars().anyMatch(c -> c == '\r' || c == '\n'))
            throw new IllegalArgumentException("the value of header '" + name + "' contains a line break");
        if (RESERVED.contains(name.toLowerCase(Locale.ROOT)))
            throw new IllegalArgumentException("header '" + name + "' is set by the load program itself");
    }
}
