package dev.mastio.local.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Finds the processes of a cluster and of each of its containers, and sees to it that none outlives the cluster.
 *
 * <p>Every process carries a mark in its environment, which its children inherit however they detach themselves. A watch
 * process holds the other end of a pipe; when the cluster ends, even by {@code kill -9}, the kernel closes the pipe, and
 * the watch kills whatever carries the cluster's mark.
 */
final class Sandbox implements AutoCloseable {

    /** Not MASTIO_…: the proxy takes such a name for a misspelt setting of its own. */
    static final String VARIABLE = "EMBEDDED_CLUSTER_MARK";

    private static final Path PROCESSES = Path.of("/proc");
    // The mark comes as an argument and not in the environment: the watch must not find itself.
    private static final String WATCH = """
            trap '' INT TERM HUP
            read -r _
            for pass in 1 2 3; do
              found=$(grep -lsaF "$1" /proc/[0-9]*/environ | tr -dc '0-9\\n')
              [ -n "$found" ] || exit 0
              kill -9 $found 2>/dev/null
            done
            """;

    private final String cluster = UUID.randomUUID().toString();
    private final Process watch;

    Sandbox() {
        try {
            // A session of its own: what ends the cluster's process group must not end the watch before its work.
            watch = new ProcessBuilder("setsid", "/bin/sh", "-c", WATCH, "mastio-watch", VARIABLE + "=" + cluster)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the watch process", e);
        }
    }

    /** The mark of a container's n-th start. */
    String mark(String podUid, String container, int start) {
        return "%s/%s/%s/%d;".formatted(cluster, podUid, container, start);
    }

    /** Kills every process with this mark. */
    static void kill(String mark) {
        for (ProcessHandle process : find(VARIABLE + "=" + mark)) {
            process.destroyForcibly();
        }
    }

    private static List<ProcessHandle> find(String marked) {
        File[] entries = PROCESSES.toFile().listFiles((directory, name) -> Character.isDigit(name.charAt(0)));
        return Stream.of(entries == null ? new File[0] : entries)
                .filter(entry -> environment(entry.toPath()).contains(marked))
                .map(entry -> ProcessHandle.of(Long.parseLong(entry.getName())))
                .flatMap(Optional::stream)
                .toList();
    }

    private static String environment(Path process) {
        try {
            return new String(Files.readAllBytes(process.resolve("environ")), ISO_8859_1);
        } catch (IOException goneOrNotOurs) {
            return "";
        }
    }

    /** Kills what is left and ends the watch. */
    @Override
    public void close() {
        find(VARIABLE + "=" + cluster).forEach(ProcessHandle::destroyForcibly);
        try {
            watch.getOutputStream().close();
            if (!watch.waitFor(10, TimeUnit.SECONDS)) {
                watch.destroyForcibly();
            }
        } catch (IOException e) {
            watch.destroyForcibly();
        } catch (InterruptedException e) {
            watch.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
