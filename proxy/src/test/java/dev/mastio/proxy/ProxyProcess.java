package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A proxy in a JVM of its own, for what only a process can show: signals, exit codes, log lines, resident memory. */
final class ProxyProcess implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern LISTENS = Pattern.compile("port (\\d+), operations on port (\\d+)");

    private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m");

    /** What bounds the memory of the smallest pod that the operator makes. */
    private static final List<String> OF_A_SMALL_POD = List.of(
            "-XX:ActiveProcessorCount=1",
            "-XX:+UseSerialGC",
            "-Xms24m",
            "-Xmx96m",
            "-XX:MaxDirectMemorySize=32m",
            "-XX:+UseCompactObjectHeaders",
            "-XX:+ExitOnOutOfMemoryError");

    private final Process process;
    private final Path log;
    private @Nullable Ports ports;

    private record Ports(int data, int operations) {}

    private ProxyProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static ProxyProcess launch(Class<?> main, Path directory, Map<String, String> variables) throws IOException {
        return launch(List.of(), main, directory, variables);
    }

    /** With as little memory as in the smallest pod, and with its end where that does not do. */
    static ProxyProcess inASmallPod(Path directory, Map<String, String> variables) throws IOException {
        return launch(List.of(), OF_A_SMALL_POD, Main.class, directory, variables);
    }

    /** By a command that ends with becoming what it is given to run, in the same process. */
    static ProxyProcess launch(List<String> by, Class<?> main, Path directory, Map<String, String> variables)
            throws IOException {
        return launch(by, FLAGS, main, directory, variables);
    }

    private static ProxyProcess launch(
            List<String> by, List<String> flags, Class<?> main, Path directory, Map<String, String> variables)
            throws IOException {
        Path log = directory.resolve("log");
        List<String> command = new ArrayList<>(by);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // Of whoever runs the tests, and a reason not to start.
        builder.environment().remove("ENVIRONMENT");
        builder.environment().putAll(RunningProxy.environment(directory, variables));
        return new ProxyProcess(builder.start(), log);
    }

    Process process() {
        return process;
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    HttpRequest.Builder data(String path) throws IOException {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + dataPort() + path));
    }

    HttpRequest.Builder operations(String path) throws IOException {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports().operations + path));
    }

    /** Returns when it wants requests. */
    void awaitReady(HttpClient client) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> RunningProxy.send(client, operations("/readyz")).statusCode() == 200);
    }

    /** Returns when it wants none because of its database. */
    void awaitWithoutDatabase(HttpClient client) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            HttpResponse<String> answer = RunningProxy.send(client, operations("/readyz"));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("\"database\":\"error: ");
        });
    }

    int dataPort() throws IOException {
        return ports().data;
    }

    /** Read once: callers that send one request after another ask for each. */
    private synchronized Ports ports() throws IOException {
        if (ports == null) {
            await().atMost(PATIENCE)
                    .failFast("it ended", () -> !process.isAlive())
                    .until(() -> LISTENS.matcher(log()).find());
            Matcher listens = LISTENS.matcher(log());
            if (!listens.find()) {
                throw new IllegalStateException("found a moment ago");
            }
            ports = new Ports(Integer.parseInt(listens.group(1)), Integer.parseInt(listens.group(2)));
        }
        return ports;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
