package dev.mastio.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What the standard library leaves out about folders. */
final class Folders {

    private Folders() {}

    static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        for (Path path : below(folder).reversed()) Files.delete(path);
    }

    /** The files of a folder itself, in order. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.sorted(Comparator.naturalOrder()).toList();
        }
    }
}
