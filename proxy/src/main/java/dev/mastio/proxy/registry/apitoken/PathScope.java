package dev.mastio.proxy.registry.apitoken;

import java.util.Arrays;
import java.util.List;

/**
 * Which paths a token is good for. A path must match one of the patterns from its beginning to its end; {@code *} stands for anything,
 * also for slashes, and for nothing.
 *
 * <p>Patterns see the very text that a route is found by: decoded once, nothing resolved, nothing merged. So there are no two
 * readings of a path, one for the scope and one for the route. Texts that some later reader could take for another path are in no scope.
 */
public record PathScope(List<String> patterns) {

    /** What a token is good for unless somebody said otherwise. */
    public static final PathScope DEFAULT = new PathScope(List.of("/v1/*"));

    /** Whether a request for that path is within it. */
    public boolean allows(String path) {
        return isPlain(path) && patterns.stream().anyMatch(pattern -> matches(pattern, path));
    }

    /** Whether a pattern can match any path. */
    public static boolean isPattern(String text) {
        return (text.startsWith("/") || text.startsWith("*")) && isPlain(text);
    }

    /** No segment that goes up or stays, nothing that is still encoded, no slash of another kind, no parameter within. */
    private static boolean isPlain(String path) {
        return path.chars().allMatch(c -> c > ' ' && c != 0x7f && c != '%' && c != ';' && c != '\\')
                && Arrays.stream(path.split("/", -1)).noneMatch(segment -> segment.equals(".") || segment.equals(".."));
    }

    /** Each star takes as little as it can, and one more whenever the rest does not match: the time is bounded by the product of both lengths. */
    private static boolean matches(String pattern, String path) {
        int at = 0;
        int in = 0;
        int star = -1;
        int taken = 0;
        while (in < path.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                taken = in;
            } else if (at < pattern.length() && pattern.charAt(at) == path.charAt(in)) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++taken;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}
