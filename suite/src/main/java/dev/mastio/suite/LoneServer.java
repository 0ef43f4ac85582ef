package dev.mastio.suite;

import java.io.IOException;
import java.io.InterruptedIOException;
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

/** One server process outside of any cluster, on an address of its own. Closing it ends it in order. */
public final class LoneServer implements AutoCloseable {

    public static final int DATA_PORT = 9443;
    public static final int OPS_PORT = 9464;

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    /** Each probe costs the server that it asks some of the start that is measured. */
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private static final int PROBE_MILLIS = 2_000;
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(60);

    private final Process process;
    private final String address;
    private final String readiness;
    private final Path log;
    private final long startedAt;

    private LoneServer(Process process, String address, String readiness, Path log, long startedAt) {
        this.process = process;
        this.address = address;
        this.readiness = readiness;
        this.log = log;
        this.startedAt = startedAt;
    }

    /**
     * Starts it.
     *
     * @param address to listen on, see {@link #anyAddress}
     * @param folder for its files and its log
     */
    public static LoneServer start(List<String> command, Map<String, String> environment, String address, Path folder)
            throws IOException {
        return start(command, environment, address, "/readyz", folder);
    }

    /**
     * The same for one that tells elsewhere whether it is ready.
     *
     * @param readiness a path on its plain port
     */
    static LoneServer start(
            List<String> command, Map<String, String> environment, String address, String readiness, Path folder)
            throws IOException {
        Path log = folder.resolve("server.log");
        ProcessBuilder builder = program(command, environment)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        long startedAt = System.nanoTime();
        return new LoneServer(builder.start(), address, readiness, log, startedAt);
    }

    /** A program with these settings only, as a pod has it: what is set where this runs is not meant for it. */
    static ProcessBuilder program(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        // Without a language the JVM has no names for files beyond ASCII.
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        return builder;
    }

    /** Below the ranges of embedded clusters, so that neither a cluster nor another one of these is in the way. */
    public static String anyAddress() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "127.99.%d.%d".formatted(random.nextInt(1, 255), random.nextInt(1, 255));
    }

    /** Waits until it says that it is ready, and says how long that took from the start of the process. */
    public Duration awaitReady() throws IOException {
        long deadline = startedAt + READY_WITHIN.toNanos();
        while (!isReady()) {
            if (Thread.currentThread().isInterrupted()) throw new InterruptedIOException("interrupted");
            if (!process.isAlive()) throw new IOException("the server ended at once:\n" + Files.readString(log));
            if (System.nanoTime() - deadline > 0)
                throw new IOException("the server is not ready after %d s:%n%s"
                        .formatted(READY_WITHIN.toSeconds(), Files.readString(log)));
            LockSupport.parkNanos(PAUSE);
        }
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    public String baseUrl() {
        return "https://" + address + ":" + DATA_PORT;
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    Path log() {
        return log;
    }

    /** The status of what it answers on its plain port. */
    int ask(String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://" + address + ":" + OPS_PORT + path).toURL().openConnection();
        connection.setConnectTimeout(PROBE_MILLIS);
        connection.setReadTimeout(PROBE_MILLIS);
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    private boolean isReady() {
        try {
            return ask(readiness) == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        Processes.mustEnd(process, ENDS_WITHIN);
    }
}
