package dev.mastio.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;

/**
 * A program's ahead-of-time cache: classes loaded, linked and profiled in one run, so that later starts need not do it again.
 *
 * <p>A JVM takes the cache only with the same JDK and the same layout of objects, and starts without it otherwise. It does not always see
 * that the jars are others: what may be out of date must not be given to it.
 */
public final class AotCache {

    /** What the JVM insists on, as every pod has it, the operator's own too; the collector may be another one. */
    private static final List<String> TRAINED_WITH = List.of("-XX:+UseCompactObjectHeaders", "-XX:+UseSerialGC");

    /** Lines of its log that tell why it could not be trained. */
    private static final int TOLD = 30;

    private final LoneProgram program;

    public AotCache(LoneProgram program) {
        this.program = program;
    }

    public Path file() {
        return program.cache();
    }

    /** Whether it is there and younger than the program and its libraries. */
    public boolean isFresh() throws IOException {
        return isFresh(file(), program.parts());
    }

    static boolean isFresh(Path cache, List<Path> parts) throws IOException {
        if (!Files.exists(cache)) return false;
        FileTime made = Files.getLastModifiedTime(cache);
        for (Path part : parts) {
            if (made.compareTo(Files.getLastModifiedTime(part)) <= 0) return false;
        }
        return true;
    }

    /**
     * Makes it by running the program under some load. Its libraries lose their signatures before.
     *
     * @return its size in bytes
     */
    public long make() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("mastio-aot-");
        Path fresh = file().resolveSibling(file().getFileName() + ".new");
        try {
            UnsignedJars.in(program.libraries());
            Path log = train(folder, fresh);
            if (!Files.exists(fresh)) throw new IOException("the JVM made no cache:\n" + Files.readString(log));
            Files.move(fresh, file(), StandardCopyOption.ATOMIC_MOVE);
            return Files.size(file());
        } finally {
            StateFolder.removeAll(folder);
            Files.deleteIfExists(fresh);
        }
    }

    /** The JVM writes the cache when the program ends. */
    private Path train(Path folder, Path cache) throws IOException, InterruptedException {
        List<String> options = List.of(TRAINED_WITH.getFirst(), TRAINED_WITH.getLast(), "-XX:AOTCacheOutput=" + cache);
        try (LoneServer server = program.start(options, folder)) {
            server.awaitReady();
            try {
                program.exercise(server, folder);
            } catch (IOException e) {
                // The log goes with its folder.
                throw new IOException(e.getMessage() + "\n" + LogTail.of(server.log(), TOLD), e);
            }
            return server.log();
        }
    }
}
