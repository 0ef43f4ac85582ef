package dev.mastio.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/**
 * The proxy's ahead-of-time cache: classes loaded, linked and profiled in one run, so that later starts need not do it again.
 *
 * <p>A JVM takes the cache only with the very jars it was made from, the same JDK and the same layout of objects, and starts without
 * it otherwise: it can be out of date, but never wrong.
 */
public final class AotCache {

    /** What the JVM insists on, as the operator sets it for every pod; the collector may be another one. */
    private static final List<String> TRAINED_WITH = List.of("-XX:+UseCompactObjectHeaders", "-XX:+UseSerialGC");

    private static final int TRAINING_SECONDS = 4;
    private static final int TRAINING_RATE = 500;
    private static final Duration TRAINING_WITHIN = Duration.ofMinutes(1);

    private final Distribution distribution;

    public AotCache(Distribution distribution) {
        this.distribution = distribution;
    }

    public Path file() {
        return target().resolve("mastio-proxy.aot");
    }

    /** Whether it is there and younger than the proxy. */
    public boolean isFresh() throws IOException {
        return Files.exists(file())
                && Files.getLastModifiedTime(file())
                                .compareTo(Files.getLastModifiedTime(target().resolve("mastio-proxy.jar")))
                        > 0;
    }

    /**
     * Makes it by running a proxy under some load.
     *
     * @return its size in bytes
     */
    public long make() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("mastio-aot-");
        Path fresh = target().resolve("mastio-proxy.aot.new");
        try {
            train(folder, fresh);
            if (!Files.exists(fresh))
                throw new IOException("the JVM made no cache:\n" + Files.readString(folder.resolve("proxy.log")));
            Files.move(fresh, file(), StandardCopyOption.ATOMIC_MOVE);
            return Files.size(file());
        } finally {
            StateFolder.removeAll(folder);
            Files.deleteIfExists(fresh);
        }
    }

    /** The JVM writes the cache when the proxy ends. */
    private void train(Path folder, Path cache) throws IOException, InterruptedException {
        List<String> options = List.of(TRAINED_WITH.getFirst(), TRAINED_WITH.getLast(), "-XX:AOTCacheOutput=" + cache);
        try (LoneProxy proxy = LoneProxy.start(distribution, options, folder)) {
            proxy.awaitReady();
            try (Load load = Load.start(distribution, proxy.baseUrl(), TRAINING_RATE, TRAINING_SECONDS, folder)) {
                LoadSummary summary = load.awaitSummary(TRAINING_WITHIN);
                if (summary.failed() == summary.requests()) throw new IOException("the proxy answered no request");
            }
        }
    }

    private Path target() {
        return distribution.root().resolve("proxy").resolve("target");
    }
}
