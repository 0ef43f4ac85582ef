package dev.mastio.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A program's ahead-of-time cache: classes loaded, linked and profiled in one run, so that later starts need not do it again.
 *
 * <p>A JVM takes the cache only with the very jars it was made from, the same JDK and the same layout of objects, and starts without
 * it otherwise: it can be out of date, but never wrong.
 */
public final class AotCache {

    /** What the JVM insists on, as the operator sets it for every pod; the collector may be another one. */
    private static final List<String> TRAINED_WITH = List.of("-XX:+UseCompactObjectHeaders", "-XX:+UseSerialGC");

    private final LoneProgram program;

    public AotCache(LoneProgram program) {
        this.program = program;
    }

    public Path file() {
        return program.cache();
    }

    /** Whether it is there and younger than the program. */
    public boolean isFresh() throws IOException {
        return Files.exists(file())
                && Files.getLastModifiedTime(file()).compareTo(Files.getLastModifiedTime(program.jar())) > 0;
    }

    /**
     * Makes it by running the program under some load.
     *
     * @return its size in bytes
     */
    public long make() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("mastio-aot-");
        Path fresh = file().resolveSibling(file().getFileName() + ".new");
        try {
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
            program.exercise(server, folder);
            return server.log();
        }
    }
}
