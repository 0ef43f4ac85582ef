package dev.mastio.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a cluster keeps on disk. */
public final class StateFolder {

    private StateFolder() {}

    /** Removes a folder with all that is in it; nothing happens if there is none. */
    public static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        List<Path> paths;
        try (Stream<Path> tree = Files.walk(folder)) {
            paths = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) Files.deleteIfExists(path);
    }
}
