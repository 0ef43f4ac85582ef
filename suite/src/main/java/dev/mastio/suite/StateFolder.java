package dev.mastio.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a cluster keeps on disk. */
public final class StateFolder {

    /** All that a cluster and the commands around it put there. */
    private static final List<String> OURS = List.of(
            "data",
            "kubeconfig",
            "cluster.log",
            "pid",
            "pid.new",
            "load",
            "kubernetes",
            "kubernetes.log",
            "images.log");

    private StateFolder() {}

    /** Removes what a cluster has left, and the folder if that was all: MASTIO_STATE may name a folder with other things in it. */
    public static void remove(Path folder) throws IOException {
        for (String ours : OURS) removeAll(folder.resolve(ours));
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException othersThingsToo) {
            return;
        }
    }

    /** Removes a file, or a folder with all that is in it; nothing happens if there is none. */
    public static void removeAll(Path place) throws IOException {
        if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) return;
        List<Path> paths;
        try (Stream<Path> tree = Files.walk(place)) {
            paths = tree.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            if (!(e.getCause() instanceof NoSuchFileException)) throw e.getCause();
            // Something went away by itself while we looked, such as a file of a process that is ending.
            removeAll(place);
            return;
        }
        for (Path path : paths) Files.deleteIfExists(path);
    }
}
