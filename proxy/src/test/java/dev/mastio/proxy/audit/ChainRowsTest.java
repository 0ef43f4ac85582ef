package dev.mastio.proxy.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mastio.proxy.audit.chain.ActionRow;
import dev.mastio.proxy.store.Queries;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.StoreUnavailable;
import dev.mastio.proxy.store.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On Postgres, where actions after the remembered last row are one statement, and a row of this test tells how it was written. */
class ChainRowsTest {

    private static final Instant NOON = Instant.parse("2026-05-21T12:00:00Z");
    private static final String LOOKED = "looked";
    private static final String REMEMBERED = "remembered";

    @TempDir
    private Path directory;

    private TestDatabase database;
    private Store store;
    private final ChainRows rows = new ChainRows(Store.Kind.POSTGRES);
    private final ChainRows others = new ChainRows(Store.Kind.POSTGRES);

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.fresh(Store.Kind.POSTGRES, directory);
        store = database.open();
        execute("ALTER TABLE audit_log ALTER COLUMN effective_tier"
                + " SET DEFAULT coalesce(nullif(current_setting('mastio.test', true), ''), 'looked')");
        execute("ALTER FUNCTION append_actions SET mastio.test = 'remembered'");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aProcessLooksOnceAndRemembersFromThenOn() throws Exception {
        for (int i = 0; i < 3; i++) write(rows, "a", "b");

        assertThat(ways()).containsExactly(LOOKED, LOOKED, REMEMBERED, REMEMBERED, REMEMBERED, REMEMBERED);
        assertChained(6);
    }

    @Test
    void bothWaysStoreTheSame() throws Exception {
        List<Stamped> events = Stream.concat(
                        Stream.of(
                                        "NULL",
                                        "null",
                                        "",
                                        " ",
                                        "{}",
                                        "{a,b}",
                                        "\"",
                                        "\\",
                                        "\\\"",
                                        "a'b",
                                        "\n\t",
                                        "caf\u00e9 \ud83d\ude00",
                                        "$1",
                                        "?")
                                .map(text -> AuditEvent.Action.of(text, text, text)
                                        .tool(text)
                                        .detail(text)
                                        .request(text)
                                        .took(Duration.ofNanos(1_234_567))
                                        .proofKey(text)
                                        .onBehalfOf(text)),
                        Stream.of(AuditEvent.Action.of("only", "what", "must be")))
                .map(event -> Stamped.of(NOON, event))
                .toList();

        write(rows, events);
        write(rows, events);

        int size = events.size();
        assertThat(ways().subList(size, 2 * size)).containsOnly(REMEMBERED);
        List<ActionTable.Stored> stored = assertChained(2 * size);
        assertThat(facts(stored.subList(size, 2 * size))).isEqualTo(facts(stored.subList(0, size)));
    }

    @Test
    void theRowOfAnotherIsFoundAndFollowed() throws Exception {
        write(rows, "ours");
        write(others, "theirs");

        write(rows, "ours, after theirs");
        write(rows, "ours");
        write(rows, "ours");

        assertThat(ways()).containsExactly(LOOKED, LOOKED, LOOKED, LOOKED, REMEMBERED);
        assertThat(agents(assertChained(5))).startsWith("ours", "theirs", "ours, after theirs");
    }

    @Test
    void whatWasRolledBackIsNotTheLastRow() throws Exception {
        write(rows, "kept");
        assertThatThrownBy(() -> store.write(connection -> {
                    rows.append(connection, List.of(action("undone")));
                    throw new IllegalStateException("the change failed");
                }))
                .isInstanceOf(IllegalStateException.class);

        write(rows, "after");

        assertThat(agents(assertChained(2))).containsExactly("kept", "after");
    }

    @Test
    void aServerThatHasLostRowsAndHasOthersInTheirPlaceIsNotFollowed() throws Exception {
        write(rows, "kept");
        write(rows, "lost with the server that had it");
        execute("ALTER TABLE audit_log DISABLE TRIGGER audit_log_append_only");
        execute("DELETE FROM audit_log WHERE chain_seq = 2");
        execute("ALTER TABLE audit_log ENABLE ALWAYS TRIGGER audit_log_append_only");
        write(others, "in its place");

        assertThatThrownBy(() -> write(rows, "ours")).hasRootCauseInstanceOf(LostRowsException.class);

        assertThat(agents(assertChained(2))).containsExactly("kept", "in its place");
    }

    @Test
    void eventsOfOrganisationsAreWrittenAfterALook() throws Exception {
        write(rows, "ours");

        write(rows, List.of(action("ours"), Stamped.of(NOON, AuditEvent.OrgEvent.of("acme", "message_sent", "ok"))));
        write(rows, "ours");

        assertThat(ways()).containsExactly(LOOKED, LOOKED, REMEMBERED);
        assertChained(3);
        List<OrgTable.Stored> events =
                store.read(connection -> OrgTable.page(connection, "acme", 0, Long.MAX_VALUE, 10));
        assertThat(events).hasSize(1);
    }

    @Test
    void nothingIsWrittenOfAGroupThatTheDatabaseRefuses() throws Exception {
        write(rows, "ours");
        execute("ALTER TABLE audit_log ADD CONSTRAINT no_evil CHECK (agent_id <> 'evil')");

        assertThatThrownBy(() -> write(rows, "fine", "evil"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("no_evil");
        write(rows, "fine");
        write(rows, "fine");

        // After whatever went wrong the next one looks.
        assertThat(ways()).containsExactly(LOOKED, LOOKED, REMEMBERED);
        assertChained(3);
    }

    @Test
    void aDatabaseWithoutTheFunctionCostsOneTry() throws Exception {
        write(rows, "ours");
        execute("DROP FUNCTION append_actions");
        // As in one that was restored from before the function, under a process that runs.
        execute("DELETE FROM flyway_schema_history WHERE script = 'V103__append_actions.sql'");

        assertThatThrownBy(() -> write(rows, "ours")).isInstanceOf(SQLException.class);
        store.ask();
        for (int i = 0; i < 3; i++) write(rows, "ours");

        assertThat(ways()).containsOnly(LOOKED);
        assertChained(4);
    }

    @Test
    void aRoleThatMayNotCallTheFunctionCostsOneTry() throws Exception {
        write(rows, "ours");
        execute("CREATE OR REPLACE FUNCTION refuse_gap_of_actions() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN RAISE insufficient_privilege; END'");
        assertThatThrownBy(() -> write(rows, "ours")).isInstanceOf(SQLException.class);
        execute("CREATE OR REPLACE FUNCTION refuse_gap_of_actions() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN RETURN NULL; END'");

        for (int i = 0; i < 3; i++) write(rows, "ours");

        assertThat(ways()).containsOnly(LOOKED);
        assertChained(4);
    }

    @Test
    void whoWaitsForTheLockSeesWhatWasWrittenMeanwhile() throws Exception {
        write(rows, "ours");
        CountDownLatch written = new CountDownLatch(1);
        Semaphore commit = new Semaphore(0);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> other = threads.submit(() -> database.open().write(connection -> {
                others.append(connection, List.of(action("theirs")));
                written.countDown();
                commit.acquireUninterruptibly();
                return true;
            }));
            written.await();
            Future<Void> waiting = threads.submit(() -> {
                write(rows, "ours, after theirs");
                return null;
            });
            awaitLockWaiter();
            commit.release();
            other.get();
            waiting.get();
        }

        assertThat(agents(assertChained(3))).containsExactly("ours", "theirs", "ours, after theirs");
    }

    @Test
    void aLockThatNobodyGivesUpIsATroubleOfTheStoreAndPasses() throws Exception {
        write(rows, "ours");
        database.open().write(connection -> {
            others.append(connection, List.of(action("theirs")));
            assertThatThrownBy(() -> write(rows, "ours")).isInstanceOf(StoreUnavailable.class);
            return true;
        });

        write(rows, "ours");

        assertThat(agents(assertChained(3))).containsExactly("ours", "theirs", "ours");
    }

    /** As a server may be set up; the proxy's sessions do not follow it. */
    @Test
    void twoProcessesMakeOneChainWhereSnapshotsLastForTransactions() throws Exception {
        execute("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_isolation = %L',"
                + " current_database(), 'repeatable read'); END $$");
        int groupsEach = 200;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Void> one = threads.submit(() -> writeAtRandomMoments(database.open(), rows, groupsEach));
            Future<Void> two = threads.submit(() -> writeAtRandomMoments(database.open(), others, groupsEach));
            one.get();
            two.get();
        }

        assertChained(2 * 2 * groupsEach);
    }

    @SuppressWarnings("NullAway") // a Callable<Void> has nothing else to return
    private static Void writeAtRandomMoments(Store own, ChainRows writer, int groups) throws SQLException {
        for (int group = 0; group < groups; group++) {
            own.write(connection -> {
                writer.append(connection, List.of(action("a"), action("b")));
                return true;
            });
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(3_000_000));
        }
        return null;
    }

    private void write(ChainRows writer, String... agents) throws SQLException {
        write(writer, Stream.of(agents).map(ChainRowsTest::action).toList());
    }

    private void write(ChainRows writer, List<Stamped> events) throws SQLException {
        store.write(connection -> {
            writer.append(connection, events);
            return true;
        });
    }

    private static Stamped action(String agent) {
        return Stamped.of(NOON, AuditEvent.Action.of(agent, "tool_execute", "success"));
    }

    private void awaitLockWaiter() {
        await().until(() -> {
            List<String> waiting =
                    Queries.column(store, "SELECT pid::text FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
            return !waiting.isEmpty();
        });
    }

    /** How each row was written. */
    private List<String> ways() throws SQLException {
        return Queries.column(store, "SELECT effective_tier FROM audit_log ORDER BY chain_seq");
    }

    /** What does not depend on a row's place. */
    private static List<ActionRow> facts(List<ActionTable.Stored> rows) {
        return rows.stream()
                .map(ActionTable.Stored::row)
                .map(row -> new ActionRow(
                        0,
                        row.timestamp(),
                        row.agentId(),
                        row.action(),
                        row.toolName(),
                        row.status(),
                        row.detail(),
                        row.requestId(),
                        row.durationMs(),
                        row.dpopJkt(),
                        row.onBehalfOfUserId()))
                .toList();
    }

    private static List<String> agents(List<ActionTable.Stored> rows) {
        return rows.stream().map(stored -> stored.row().agentId()).toList();
    }

    private List<ActionTable.Stored> assertChained(int size) throws SQLException {
        List<ActionTable.Stored> rows =
                store.read(connection -> ActionTable.page(connection, 0, Long.MAX_VALUE, 10_000));
        assertThat(rows).hasSize(size);
        ActionChainAssert.assertChained(rows);
        return rows;
    }

    private void execute(String sql) throws SQLException {
        store.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }
}
