package dev.mastio.local.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mastio.local.ClusterExtension;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class PostgresTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @RegisterExtension
    private final ClusterExtension cluster = new ClusterExtension();

    @Test
    void keepsItsDataInAClaimThroughARestart() throws Exception {
        cluster.apply("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: db}
                spec:
                  containers:
                  - name: postgres
                    image: postgres:17
                    args: [postgres, -c, max_connections=50, -c, 'listen_addresses=*']
                    env:
                    - {name: POSTGRES_USER, value: mastio}
                    - {name: POSTGRES_PASSWORD, value: only-for-tests}
                    - {name: POSTGRES_DB, value: audit}
                    readinessProbe: {tcpSocket: {port: 5432}, periodSeconds: 1}
                    volumeMounts: [{name: data, mountPath: /var/lib/postgresql/data}]
                  volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
                """);
        awaitReady(0);
        // It listens before it takes anybody.
        try (Connection connection = await().atMost(SOON)
                        .ignoreExceptionsInstanceOf(SQLException.class)
                        .until(() -> connect(address()), Objects::nonNull);
                Statement statement = connection.createStatement()) {
            assertThat(setting(statement, "max_connections")).isEqualTo("50");
            assertThat(setting(statement, "listen_addresses")).isEqualTo(address());
            statement.execute("CREATE TABLE t (x int)");
            statement.execute("INSERT INTO t VALUES (42)");
        }

        String id = cluster.client()
                .pods()
                .withName("db")
                .get()
                .getStatus()
                .getContainerStatuses()
                .getFirst()
                .getContainerID();
        ProcessHandle.of(Long.parseLong(id.replace("process://", "")))
                .orElseThrow()
                .destroyForcibly();

        awaitReady(1);
        // It listens before it has recovered.
        await().atMost(SOON).ignoreExceptionsInstanceOf(SQLException.class).until(() -> number(address()) == 42);
    }

    private static String setting(Statement statement, String name) throws SQLException {
        try (ResultSet row = statement.executeQuery("SHOW " + name)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private static int number(String address) throws SQLException {
        try (Connection connection = connect(address);
                ResultSet rows = connection.createStatement().executeQuery("SELECT x FROM t")) {
            assertThat(rows.next()).isTrue();
            return rows.getInt(1);
        }
    }

    @Test
    void startsAsAnOrdinaryUserToo(@TempDir Path directory) throws Exception {
        assumeTrue(isRoot(), "the other test runs as an ordinary user already");
        // Another user cannot enter root's cache: it gets a copy.
        Path home = copyOfBinaries(directory);
        ProcessBuilder builder = new ProcessBuilder(
                "setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups", "/bin/sh", home + "/run.sh");
        builder.environment()
                .putAll(Map.of(
                        "POSTGRES_HOME", home.toString(),
                        "POSTGRES_LISTEN", "127.99.99.1",
                        "POSTGRES_USER", "mastio",
                        "POSTGRES_DB", "audit",
                        "POSTGRES_PASSWORD", "only-for-tests",
                        "PGDATA", directory.resolve("data").toString()));
        File log = directory.resolve("log").toFile();
        Process postgres = builder.redirectErrorStream(true).redirectOutput(log).start();
        try {
            await().atMost(SOON)
                    .ignoreExceptionsInstanceOf(SQLException.class)
                    .failFast("Postgres ended", () -> !postgres.isAlive())
                    .until(() -> {
                        try (Connection connection = connect("127.99.99.1")) {
                            return connection.isValid(1);
                        }
                    });
        } finally {
            postgres.destroy();
            assertThat(postgres.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static Path copyOfBinaries(Path directory) throws IOException, InterruptedException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path home = directory.resolve("postgres");
        new ProcessBuilder("cp", "-r", PostgresBinaries.directory().toString(), home.toString())
                .start()
                .waitFor();
        return home;
    }

    private void awaitReady(int restarts) {
        await().atMost(SOON)
                .until(() -> cluster.client().pods().withName("db").get().getStatus().getContainerStatuses().stream()
                        .anyMatch(status -> status.getReady() && status.getRestartCount() == restarts));
    }

    private String address() {
        return cluster.client().pods().withName("db").get().getStatus().getPodIP();
    }

    private static Connection connect(String address) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://" + address + ":5432/audit", "mastio", "only-for-tests");
    }
}
