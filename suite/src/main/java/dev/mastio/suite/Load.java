package dev.mastio.suite;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A constant rate from the load program, in a process of its own. Closing it ends the load. */
public final class Load implements AutoCloseable {

    /** Lines of its log that tell how it ended. */
    private static final int TOLD = 10;

    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

    private final Process process;
    private final Path output;

    private Load(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts to send.
     *
     * @param baseUrl where to, for example {@code https://127.9.0.4:9443}
     * @param requestsPerSecond constant, whatever the answers (open model)
     * @param output folder for the summary and the log
     */
    public static Load start(Distribution distribution, String baseUrl, int requestsPerSecond, int seconds, Path output)
            throws IOException {
        List<String> arguments = List.of(
                "run",
                "--url",
                baseUrl,
                "--insecure",
                "--rate",
                Integer.toString(requestsPerSecond),
                "--duration",
                seconds + "s",
                "--out",
                output.toString());
        List<String> jvm = List.of("-Xmx192m", "-XX:+UseSerialGC");
        return new Load(
                new ProcessBuilder(distribution.program("benchmarks", "dev.mastio.bench.Main", jvm, arguments))
                        .redirectErrorStream(true)
                        .redirectOutput(log(output).toFile())
                        .start(),
                output);
    }

    private static Path log(Path output) {
        return output.resolve("load.log");
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Its exit code and the last that it said, if it has ended. */
    public String howItEnded() throws IOException {
        if (isRunning()) return "still runs";
        return "ended with exit code %d:%n%s".formatted(process.exitValue(), LogTail.of(log(output), TOLD));
    }

    /** Waits until all is sent and answered. */
    public LoadSummary awaitSummary(Duration limit) throws IOException, InterruptedException {
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS))
            throw new IOException("the load still runs after %d s".formatted(limit.toSeconds()));
        return LoadSummary.read(output.resolve("summary.json"));
    }

    @Override
    public void close() {
        process.destroy();
        Processes.mustEnd(process, ENDS_WITHIN);
    }
}
