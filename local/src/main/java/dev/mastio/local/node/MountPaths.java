package dev.mastio.local.node;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Absolute paths of a container, moved below a directory of the machine. Without a container nothing can be mounted at
 * {@code /data}, so where that path occurs in an argument or variable, the real one takes its place.
 */
final class MountPaths {

    private static final Pattern NOTHING = Pattern.compile("(?!)");

    private final Path root;
    private final Pattern occurrence;

    MountPaths(Path root, Collection<String> paths) {
        this.root = root;
        String longestFirst = paths.stream()
                .map(MountPaths::withoutSlash)
                .filter(path -> path.length() > 1)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        // Only whole path elements, and only from the root: /data neither in /database nor in /var/data.
        occurrence =
                longestFirst.isEmpty() ? NOTHING : Pattern.compile("(?<![\\w.-])(?:" + longestFirst + ")(?![\\w.-])");
    }

    private static String withoutSlash(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    String rewrite(String text) {
        return occurrence
                .matcher(text)
                .replaceAll(
                        match -> Matcher.quoteReplacement(place(match.group()).toString()));
    }

    /** Where a path of the container is on the machine. */
    Path place(String path) {
        return root.resolve(path.substring(path.startsWith("/") ? 1 : 0)).normalize();
    }
}
