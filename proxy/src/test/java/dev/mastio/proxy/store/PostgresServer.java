package dev.mastio.proxy.store;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A real Postgres from the embedded binaries, which tests can kill, freeze and bring back. Also works when we are root. */
public final class PostgresServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int NOBODY = 65_534;
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final String PASSWORD = "not a secret: tests only";

    private final Path directory;
    private final int port;
    private final List<String> settings;
    private Process process;

    private PostgresServer(Path directory, int port, List<String> settings) throws IOException {
        this.directory = directory;
        this.port = port;
        this.settings = settings;
        this.process = launch();
    }

    /** Unpacks, initialises and starts one on a free port. It does not sync: tests are quicker without. */
    public static PostgresServer start() throws IOException, InterruptedException {
        return start("fsync=off");
    }

    /** The same with those settings. */
    public static PostgresServer start(String... settings) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("mastio-postgres");
        if (isRoot()) {
            // Postgres refuses to run as root, so its files belong to whom it runs as.
            Files.setAttribute(directory, "unix:uid", NOBODY);
        }
        Path archive = directory.resolve("postgres.txz");
        try (InputStream packed = PostgresServer.class.getResourceAsStream("/postgres-linux-x86_64.txz")) {
            Files.copy(packed, archive);
        }
        run(directory, "tar", "-xJf", archive.toString(), "-C", directory.toString());
        Path password = Files.writeString(directory.resolve("password"), PASSWORD);
        run(
                directory,
                directory.resolve("bin/initdb").toString(),
                "--pgdata=" + directory.resolve("data"),
                "--username=mastio",
                "--auth=scram-sha-256",
                "--pwfile=" + password,
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync");
        PostgresServer server = new PostgresServer(directory, freePort(), List.of(settings));
        server.awaitAnswers();
        return server;
    }

    /** A URL as users write it, credentials included. */
    public String url() {
        return url("postgres");
    }

    /** The same by way of another port of this machine. */
    public String urlBy(int port) {
        return url(port, "postgres");
    }

    /** Where it listens on loopback. */
    public int port() {
        return port;
    }

    /** A new, empty database beside the others: its URL. */
    public String freshDatabase() throws SQLException {
        String name = "fresh" + DATABASES.incrementAndGet();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return url(name);
    }

    /** Removes such a database, whoever is still connected: hundreds of them at the end take longer than a JVM has to end. */
    void drop(String name) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        } catch (SQLException e) {
            throw new IllegalStateException("the database %s stays".formatted(name), e);
        }
    }

    /** The server's process. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    private String url(String database) {
        return url(port, database);
    }

    private static String url(int port, String database) {
        return "postgresql+asyncpg://mastio:" + PASSWORD.replace(" ", "%20").replace(":", "%3A") + "@127.0.0.1:" + port
                + "/" + database;
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "mastio", PASSWORD);
    }

    /** All its processes, in the middle of whatever they do. */
    public void kill() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly().onExit().join();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /** Starts again after {@link #kill}, on the same port with the same data. */
    public void bringBack() throws IOException {
        process = launch();
        awaitAnswers();
    }

    /** Stops answering, but keeps its connections: a network that drops packets looks like this. */
    public void freeze() throws IOException, InterruptedException {
        signalAll("STOP");
    }

    /** Ends {@link #freeze}. */
    public void thaw() throws IOException, InterruptedException {
        signalAll("CONT");
    }

    @Override
    public void close() {
        kill();
        // A child that was just being made is missed: it notices a moment later that its parent is gone, and writes
        // until then.
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            deleteAll(directory);
            return !Files.exists(directory);
        });
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                directory.resolve("bin/postgres").toString(),
                "-D",
                directory.resolve("data").toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories="));
        settings.forEach(setting -> command.addAll(List.of("-c", setting)));
        return new ProcessBuilder(unprivileged(command.toArray(String[]::new)))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void awaitAnswers() {
        await().atMost(PATIENCE).until(() -> {
            if (!process.isAlive()) {
                // A predecessor's last child may still hold the data directory.
                process = launch();
            }
            try (Connection connection = connect()) {
                return connection.isValid(1);
            } catch (SQLException e) {
                return false;
            }
        });
    }

    private void signalAll(String signal) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal, Long.toString(process.pid())));
        process.descendants().forEach(child -> command.add(Long.toString(child.pid())));
        new ProcessBuilder(command).start().waitFor();
    }

    private static void run(Path directory, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(unprivileged(command))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + output);
        }
    }

    private static List<String> unprivileged(String... command) {
        List<String> words = new ArrayList<>();
        if (isRoot()) {
            words.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        words.addAll(List.of(command));
        return words;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void deleteAll(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
