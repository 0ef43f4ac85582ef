package dev.mastio.proxy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Replicas that start on a database which another version has brought as far as it could, beside one that runs on it. */
@ParameterizedClass
@EnumSource
class UpgradeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Store.Kind kind;
    /** A file has one, and one beside it when somebody ends the old one too late: where each sync is slow, more would wait for it too long. */
    private final int replicas;

    private final List<String> all;

    @TempDir
    private Path directory;

    private TestDatabase database;
    private Store running;

    UpgradeTest(Store.Kind kind) {
        this.kind = kind;
        this.replicas = kind == Store.Kind.SQLITE ? 1 : 6;
        this.all = new Migrations(kind).files();
    }

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        running = database.open();
        execute(running, "CREATE TABLE thing (id INTEGER PRIMARY KEY)");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void replicasThatStartTogetherUpgradeItBesideOneThatWrites() throws Exception {
        forgetSince("V305__principal_revocation.sql");
        assertThat(Queries.scripts(running)).isEqualTo(all.subList(0, all.size() - 4));
        AtomicInteger written = new AtomicInteger();
        AtomicBoolean upgraded = new AtomicBoolean();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> writer = threads.submit(() -> writeUntil(upgraded, written));
            try {
                awaitMore(written, writer);
                List<Future<Store>> starting = new ArrayList<>();
                for (int i = 0; i < replicas; i++) {
                    starting.add(threads.submit(this::start));
                }
                for (Future<Store> replica : starting) {
                    try (Store started = replica.get()) {
                        assertThat(count(started, "user_api_tokens")).isZero();
                        execute(started, "UPDATE local_user_principals SET revoked_reason = 'none'");
                    }
                }
                awaitMore(written, writer);
            } finally {
                upgraded.set(true);
            }
            writer.get();
        }

        assertThat(count(running, "thing")).isEqualTo(written.get());
        assertThat(Queries.scripts(running)).isEqualTo(all);
    }

    /** Rooms number their files in a hundred of their own each. */
    @Test
    void upgradesItByAFileWithALowerNumberThanTheLastThatItHasSeen() throws Exception {
        execute(running, "DROP TABLE user_api_tokens");
        execute(running, "DELETE FROM flyway_schema_history WHERE script = 'V306__api_tokens.sql'");

        Store started = database.open();

        assertThat(count(started, "user_api_tokens")).isZero();
        assertThat(Queries.scripts(started)).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void aDatabaseThatHasSeenMoreThanThisProgramKnowsIsGoodAndStaysAsItIs() throws Exception {
        execute(running, "CREATE TABLE of_a_later_version (id INTEGER PRIMARY KEY)");
        execute(
                running,
                "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                        + " installed_by, execution_time, success)"
                        + " SELECT max(installed_rank) + 1, '999', 'later', 'SQL', 'V999__later.sql', 1, 'later', 1,"
                        + (kind == Store.Kind.SQLITE ? " 1" : " true") + " FROM flyway_schema_history");
        List<String> seen = Queries.scripts(running);

        Store started = database.open();

        for (Store store : List.of(started, running)) {
            store.ask();
            execute(store, "INSERT INTO thing (id) SELECT count(*) FROM thing");
        }
        assertThat(count(running, "thing")).isEqualTo(2);
        assertThat(count(running, "of_a_later_version")).isZero();
        assertThat(Queries.scripts(running)).isEqualTo(seen).endsWith("V999__later.sql");
    }

    private Store start() {
        Store store = Store.open(database.database());
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            store.ask();
            return true;
        });
        return store;
    }

    /** As what runs already does, which is ready all the while and is refused nothing. */
    private Void writeUntil(AtomicBoolean upgraded, AtomicInteger written) throws SQLException {
        while (!upgraded.get()) {
            running.ask();
            execute(running, "INSERT INTO thing (id) VALUES (" + written.get() + ")");
            written.incrementAndGet();
        }
        return null;
    }

    private static void awaitMore(AtomicInteger written, Future<?> writer) {
        int enough = written.get() + 20;
        await().atMost(PATIENCE).until(() -> written.get() >= enough || writer.isDone());
    }

    /** As a version from before that file has left it. */
    private void forgetSince(String first) throws SQLException {
        assertThat(all)
                .endsWith(
                        "V305__principal_revocation.sql",
                        "V306__api_tokens.sql",
                        "V307__used_proofs.sql",
                        "V308__audit_inserts.sql");
        String guardsAndProofs = switch (kind) {
            case SQLITE ->
                "DROP TRIGGER audit_checkpoints_once; DROP TRIGGER audit_anchors_once; DROP TABLE used_proofs;"
                        + "CREATE TABLE dpop_replay (proof BLOB NOT NULL UNIQUE, expires_at INTEGER NOT NULL);";
            case POSTGRES ->
                "DROP TRIGGER audit_log_next ON audit_log; DROP TRIGGER local_audit_next ON local_audit;"
                        + "DROP FUNCTION refuse_gap_of_actions(); DROP FUNCTION refuse_gap_of_events();";
        };
        database.rewind(
                first,
                guardsAndProofs + "DROP TABLE user_api_tokens;"
                        + "ALTER TABLE local_user_principals DROP COLUMN revoked_at;"
                        + "ALTER TABLE local_user_principals DROP COLUMN revoked_reason;"
                        + "ALTER TABLE local_workload_principals DROP COLUMN revoked_at;"
                        + "ALTER TABLE local_workload_principals DROP COLUMN revoked_reason");
    }

    private static void execute(Store store, String sql) throws SQLException {
        store.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        });
    }

    private static int count(Store store, String table) throws SQLException {
        return Integer.parseInt(
                Queries.column(store, "SELECT count(*) FROM " + table).getFirst());
    }
}
