package dev.mastio.proxy.registry.apitoken;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Paths that anybody sends against patterns that anybody might make up: what is allowed must match by a plainer matcher too. */
@Isolated("Jazzer's detectors look at all that runs in this JVM meanwhile")
class PathScopeFuzzTest {

    /** Was it refused early, the target would compare nothing. */
    @Test
    void aGoodInputGoesAllTheWay() throws Exception {
        try (InputStream in = PathScopeFuzzTest.class.getResourceAsStream("PathScopeFuzzTestInputs/path/good")) {
            List<String> lines = new String(in.readAllBytes(), UTF_8).lines().toList();

            assertThat(scope(lines).allows(lines.getFirst())).isTrue();
        }
    }

    /** The first line, by the others as patterns. */
    @FuzzTest
    void path(byte[] input) {
        List<String> lines = new String(input, UTF_8).lines().toList();
        if (lines.isEmpty()) {
            return;
        }
        String path = lines.getFirst();
        PathScope scope = scope(lines);
        boolean expected =
                hasOneReading(path) && scope.patterns().stream().anyMatch(pattern -> matchesPlainly(pattern, path));
        if (scope.allows(path) != expected) {
            throw new AssertionError(expected ? "refused what is in scope" : "allowed what is in no scope");
        }
        if (PathScope.isPattern(path) && !new PathScope(List.of(path)).allows(path)) {
            throw new AssertionError("a pattern that does not match its own text");
        }
    }

    private static PathScope scope(List<String> lines) {
        return new PathScope(lines.subList(1, lines.size()));
    }

    private static boolean hasOneReading(String path) {
        String framed = "/" + path + "/";
        return path.codePoints().noneMatch(c -> c <= ' ' || c == 0x7f)
                && List.of("%", ";", "\\").stream().noneMatch(path::contains)
                && !framed.contains("/./")
                && !framed.contains("/../");
    }

    /** Row by row: which beginnings of the path the pattern so far can take. */
    private static boolean matchesPlainly(String pattern, String path) {
        boolean[] taken = new boolean[path.length() + 1];
        taken[0] = true;
        for (int at = 0; at < pattern.length(); at++) {
            char c = pattern.charAt(at);
            boolean[] next = new boolean[taken.length];
            for (int end = 0; end < taken.length; end++) {
                next[end] = c == '*'
                        ? taken[end] || (end > 0 && next[end - 1])
                        : end > 0 && taken[end - 1] && path.charAt(end - 1) == c;
            }
            taken = next;
        }
        return taken[path.length()];
    }
}
