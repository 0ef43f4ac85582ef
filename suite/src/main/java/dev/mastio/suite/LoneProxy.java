package dev.mastio.suite;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One proxy outside of any cluster, on an address of its own, with a SQLite file. Closing it ends it in order. */
public final class LoneProxy implements AutoCloseable {

    private static final String MAIN = "dev.mastio.proxy.Main";
    private static final int DATA_PORT = 9443;
    private static final int OPS_PORT = 9464;
    /** Pods have one, and a key that is derived from it costs time at the start. */
    private static final String NO_SECRET = "for measurements and training only";

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int PROBE_MILLIS = 2_000;
    private static final int END_SECONDS = 60;

    private final Process process;
    private final String address;
    private final Path log;
    private final long startedAt;

    private LoneProxy(Process process, String address, Path log, long startedAt) {
        this.process = process;
        this.address = address;
        this.log = log;
        this.startedAt = startedAt;
    }

    /**
     * Starts it.
     *
     * @param jvmOptions as a pod would have them
     * @param folder for its database and its log
     */
    public static LoneProxy start(Distribution distribution, List<String> jvmOptions, Path folder) throws IOException {
        Files.createDirectories(folder);
        String address = anyAddress();
        Path log = folder.resolve("proxy.log");
        ProcessBuilder builder = new ProcessBuilder(distribution.program("proxy", MAIN, jvmOptions, List.of()))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "MCP_PROXY_HOST",
                        address,
                        "MCP_PROXY_PORT",
                        Integer.toString(DATA_PORT),
                        "MASTIO_OPS_PORT",
                        Integer.toString(OPS_PORT),
                        "MCP_PROXY_DATABASE_URL",
                        "sqlite:///" + folder.resolve("proxy.db"),
                        "MCP_PROXY_DB_ENCRYPTION_KEY",
                        NO_SECRET,
                        "MASTIO_SHUTDOWN_ACCEPT_SECONDS",
                        "0"));
        long startedAt = System.nanoTime();
        return new LoneProxy(builder.start(), address, log, startedAt);
    }

    /** Waits until it says that it is ready, and says how long that took from the start of the process. */
    public Duration awaitReady() throws IOException {
        long deadline = startedAt + READY_WITHIN.toNanos();
        while (!isReady()) {
            if (!process.isAlive()) throw new IOException("the proxy ended at once:\n" + Files.readString(log));
            if (System.nanoTime() - deadline > 0)
                throw new IOException("the proxy is not ready after %d s:%n%s"
                        .formatted(READY_WITHIN.toSeconds(), Files.readString(log)));
            LockSupport.parkNanos(PAUSE);
        }
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    public String baseUrl() {
        return "https://" + address + ":" + DATA_PORT;
    }

    public String opsUrl() {
        return "http://" + address + ":" + OPS_PORT;
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    private boolean isReady() {
        try {
            HttpURLConnection probe =
                    (HttpURLConnection) URI.create(opsUrl() + "/readyz").toURL().openConnection();
            probe.setConnectTimeout(PROBE_MILLIS);
            probe.setReadTimeout(PROBE_MILLIS);
            try {
                return probe.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                probe.disconnect();
            }
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Below the ranges of embedded clusters, so that neither a cluster nor another one of these is in the way. */
    private static String anyAddress() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "127.99.%d.%d".formatted(random.nextInt(1, 255), random.nextInt(1, 255));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
