package dev.mastio.proxy.audit;

import static dev.mastio.proxy.audit.ActionChainAssert.assertChained;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mastio.proxy.audit.chain.ActionRow;
import dev.mastio.proxy.audit.chain.HashFormat;
import dev.mastio.proxy.crypto.Sha256;
import dev.mastio.proxy.store.CountingStore;
import dev.mastio.proxy.store.ForwardingStore;
import dev.mastio.proxy.store.GroupCommit;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Json;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Store.Kind.class)
class AuditLogTest {

    private static final Instant NOON = Instant.parse("2026-05-21T12:00:00Z");

    private final Store.Kind kind;

    @TempDir
    private Path directory;

    private TestDatabase database;
    private Store store;
    private AuditLog log;

    AuditLogTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        store = database.open();
        log = new AuditLog(store, InstantSource.fixed(NOON));
    }

    @AfterEach
    void close() {
        log.close();
        database.close();
    }

    @Test
    void writesRowsThatHashEverythingAndAreChained() throws Exception {
        log.append(AuditEvent.Action.of("acme::alice", "tool_execute", "success")
                .tool("echo")
                .request("req-1")
                .took(Duration.ofNanos(1_234_567))
                .proofKey("thumbprint")
                .onBehalfOf("acme::user::mario"));
        log.append(AuditEvent.Action.of("acme::alice", "egress_llm_chat", "success")
                .detail(Json.object().put("model", "caf\u00e9").put("cost_usd", 0.0001)));

        List<ActionTable.Stored> rows = actions();
        assertThat(rows).hasSize(2).allMatch(row -> row.format() == HashFormat.V2);
        assertThat(rows.get(0).row())
                .isEqualTo(new ActionRow(
                        1,
                        "2026-05-21T12:00:00+00:00",
                        "acme::alice",
                        "tool_execute",
                        "echo",
                        "success",
                        null,
                        "req-1",
                        1.234,
                        "thumbprint",
                        "acme::user::mario"));
        assertThat(rows.get(1).row().detail()).isEqualTo("{\"cost_usd\":0.0001,\"model\":\"caf\\u00e9\"}");
        assertChained(rows);
    }

    @Test
    void keepsAChainForEachOrganisation() throws Exception {
        log.append(event("acme", "session_opened"), event("bravo", "session_opened"), event("acme", "message_sent"));
        log.append(event("acme", "session_closed"));

        assertThat(organisation("acme"))
                .extracting(row -> row.row().eventType())
                .containsExactly("session_opened", "message_sent", "session_closed");
        assertChainedEntries(organisation("acme"));
        assertThat(organisation("bravo")).hasSize(1);
        assertChainedEntries(organisation("bravo"));
        assertThat(store.read(OrganisationNames::all)).containsExactly("acme", "bravo");
    }

    @Test
    void filesEventsWithoutAnOrganisationUnderTheSystem() throws Exception {
        log.append(AuditEvent.OrgEvent.of(null, "inbox_send_denied", "denied"));

        assertThat(organisation("__system__")).hasSize(1);
    }

    @Test
    void extendsOneChainFromSeveralReplicasWithoutGapsOrForks() throws Exception {
        int callers = 32;
        int rowsEach = 10;
        try (AuditLog other = new AuditLog(database.open(), InstantSource.system());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> outcomes = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                AuditLog replica = caller % 2 == 0 ? log : other;
                String agent = "acme::agent" + caller;
                Callable<Void> task = () -> {
                    for (int i = 0; i < rowsEach; i++) {
                        replica.append(
                                AuditEvent.Action.of(agent, "tool_execute", "success"), event("acme", "message_sent"));
                    }
                    return null;
                };
                outcomes.add(threads.submit(task));
            }
            for (Future<Void> outcome : outcomes) {
                outcome.get();
            }
        }

        assertThat(actions()).hasSize(callers * rowsEach);
        assertChained(actions());
        assertThat(organisation("acme")).hasSize(callers * rowsEach);
        assertChainedEntries(organisation("acme"));
    }

    @Test
    void recordsAllOfACallOrNothing() throws Exception {
        breakOrganisations();

        assertThatThrownBy(() -> log.append(
                        AuditEvent.Action.of("acme::alice", "egress_send", "success"), event("acme", "message_sent")))
                .isInstanceOf(SQLTransientException.class);

        assertThat(actions()).isEmpty();
    }

    @Test
    void letsOneCallersTroubleNotHarmTheOthers() throws Exception {
        breakOrganisations();

        List<Future<Boolean>> outcomes = appendTogether(log, 40, caller -> caller % 4 == 0);

        assertRecorded(30, outcomes);
    }

    @Test
    void findsTheOneThatCannotBeWrittenByHalves() throws Exception {
        breakOrganisations();
        int callers = 64;
        CountingStore counting = new CountingStore(store) {
            @Override
            public <W extends GroupCommit.Waiting> GroupCommit<W> groups(
                    String name, int waiting, int together, GroupCommit.Group<W> group) {
                return new OneGroup<>(callers, group);
            }
        };

        List<Future<Boolean>> outcomes;
        try (AuditLog there = new AuditLog(counting, InstantSource.fixed(NOON))) {
            outcomes = appendTogether(there, callers, caller -> caller == 40);
        }

        assertRecorded(callers - 1, outcomes);
        assertThat(counting.newTransactions())
                .as("all at once, then two halves six times")
                .isLessThanOrEqualTo(1 + 2 * 6);
    }

    @Test
    void succeedsOrFailsWithTheChangeThatItRecords() throws Exception {
        AuditEvent approved = AuditEvent.Action.of("admin", "enrollment.approve", "success");

        assertThatThrownBy(() -> store.write(connection -> {
                    log.appendWithin(connection, approved);
                    throw new IllegalStateException("the change failed");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(actions()).isEmpty();

        store.write(connection -> {
            log.appendWithin(connection, approved);
            return true;
        });
        assertThat(actions()).hasSize(1);
    }

    @Test
    void storesWhatADatabaseCannotHoldAsTheReplacementCharacter() throws Exception {
        log.append(AuditEvent.Action.of("acme::alice", "tool_execute", "error")
                .request("nul \0, half \ud83d, whole \ud83d\ude00"));

        assertThat(actions().getFirst().row().requestId()).isEqualTo("nul \ufffd, half \ufffd, whole \ud83d\ude00");
        assertChained(actions());
    }

    @Test
    void refusesDetailsAboveTheLimit() {
        AuditEvent.Action action = AuditEvent.Action.of("acme::alice", "tool_execute", "error");

        assertThat(action.detail("\u00e9".repeat(8_192)).detail()).hasSize(8_192);
        assertThatThrownBy(() -> action.detail("\u00e9".repeat(8_192) + "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16384");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit_log SET status = 'success'",
                "DELETE FROM audit_log",
                "UPDATE local_audit SET result = 'ok'",
                "DELETE FROM local_audit WHERE chain_seq = 1"
            })
    void refusesToChangeOrRemoveRows(String statement) throws Exception {
        log.append(AuditEvent.Action.of("acme::alice", "tool_execute", "denied"), event("acme", "message_sent"));

        assertThatThrownBy(() -> execute(statement)).hasMessageContaining("append-only");
    }

    @Test
    void refusesToPutARowInThePlaceOfAnother() throws Exception {
        log.append(AuditEvent.Action.of("acme::alice", "tool_execute", "denied"), event("acme", "message_sent"));
        String verb = kind == Store.Kind.SQLITE ? "INSERT OR REPLACE INTO" : "INSERT INTO";
        String upsert =
                kind == Store.Kind.SQLITE ? "" : " ON CONFLICT (chain_seq) DO UPDATE SET status = excluded.status";

        assertThatThrownBy(() -> execute(
                        verb + " audit_log (chain_seq, timestamp, agent_id, action, status, prev_hash, row_hash,"
                                + " hash_format, export_hash) VALUES (1, 't', 'a', 'a', 'success', 'p', 'r', 'v2', 'e')"
                                + upsert))
                .hasMessageContaining("append-only");
        assertThat(actions().getFirst().row().status()).isEqualTo("denied");
    }

    @Test
    void refusesCallersWhileTheStoreFailsAndRecoversByItself() throws Exception {
        AuditEvent event = AuditEvent.Action.of("acme::alice", "tool_execute", "success");
        execute("ALTER TABLE audit_log RENAME TO hidden");
        assertThatThrownBy(() -> log.append(event)).isInstanceOf(SQLException.class);
        assertThatThrownBy(log::check).isInstanceOf(SQLException.class);

        execute("ALTER TABLE hidden RENAME TO audit_log");

        log.check();
        log.append(event);
        assertThat(actions()).hasSize(1);
    }

    @Test
    void outlivesAnErrorOfTheStore() throws Exception {
        AuditEvent event = AuditEvent.Action.of("acme::alice", "tool_execute", "success");
        AtomicBoolean broken = new AtomicBoolean(true);
        ForwardingStore fragile = new ForwardingStore() {
            @Override
            public Store store() {
                return store;
            }

            @Override
            public <T> T write(Work<T> work) throws SQLException {
                if (broken.get()) {
                    throw new StackOverflowError();
                }
                return store.write(work);
            }
        };
        try (AuditLog there = new AuditLog(fragile, InstantSource.fixed(NOON))) {
            assertThatThrownBy(() -> there.append(event)).hasRootCauseInstanceOf(StackOverflowError.class);
            assertThatThrownBy(there::check).isInstanceOf(StackOverflowError.class);

            broken.set(false);

            there.check();
            there.append(event);
            assertThat(actions()).hasSize(1);
        }
    }

    @Test
    void refusesOnceItIsClosed() {
        log.close();

        assertThatThrownBy(log::check).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> log.append(AuditEvent.Action.of("acme::alice", "tool_execute", "success")))
                .isInstanceOf(SQLTransientException.class);
    }

    private static AuditEvent.OrgEvent event(String org, String type) {
        return AuditEvent.OrgEvent.of(org, type, "ok")
                .agent("acme::alice")
                .details(Json.object().put("n", 1));
    }

    /** An event for each caller: of an organisation's chain for some, an action for all others. */
    private static List<Future<Boolean>> appendTogether(AuditLog to, int callers, IntPredicate ofOrganisation) {
        List<Future<Boolean>> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < callers; i++) {
                AuditEvent event = ofOrganisation.test(i)
                        ? event("acme", "message_sent")
                        : AuditEvent.Action.of("acme::alice", "tool_execute", "success");
                outcomes.add(threads.submit(() -> {
                    to.append(event);
                    return true;
                }));
            }
        }
        return outcomes;
    }

    private void assertRecorded(int actions, List<Future<Boolean>> outcomes) throws SQLException {
        assertThat(outcomes)
                .filteredOn(outcome -> outcome.state() == Future.State.SUCCESS)
                .hasSize(actions);
        assertThat(actions()).hasSize(actions);
        assertChained(actions());
    }

    /** Whatever is written to the chains of organisations is refused from now on. */
    private void breakOrganisations() throws SQLException {
        execute(
                switch (kind) {
                    case SQLITE ->
                        "CREATE TRIGGER broken BEFORE INSERT ON local_audit BEGIN SELECT RAISE(ABORT, 'broken'); END";
                    case POSTGRES ->
                        "CREATE TRIGGER broken BEFORE INSERT ON local_audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()";
                });
    }

    private void execute(String sql) throws SQLException {
        store.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    private List<ActionTable.Stored> actions() throws SQLException {
        return store.read(connection -> ActionTable.page(connection, 0, Long.MAX_VALUE, 10_000));
    }

    private List<OrgTable.Stored> organisation(String org) throws SQLException {
        return store.read(connection -> OrgTable.page(connection, org, 0, Long.MAX_VALUE, 10_000));
    }

    private static void assertChainedEntries(List<OrgTable.Stored> rows) {
        String previous = null;
        long seq = 0;
        for (OrgTable.Stored stored : rows) {
            assertThat(stored.row().seq()).isEqualTo(++seq);
            assertThat(stored.previousHash()).isEqualTo(previous);
            previous = Sha256.hex(stored.row().canonical(HashFormat.V2, previous));
            assertThat(stored.entryHash()).isEqualTo(previous);
        }
    }

    /** Commits once so many wait. */
    private static final class OneGroup<W extends GroupCommit.Waiting> implements GroupCommit<W> {

        private final int size;
        private final Group<W> group;
        private final List<W> waiting = new ArrayList<>();

        OneGroup(int size, Group<W> group) {
            this.size = size;
            this.group = group;
        }

        @Override
        public synchronized void add(W work) {
            waiting.add(work);
            if (waiting.size() == size) {
                try {
                    group.commit(List.copyOf(waiting));
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            }
        }

        @Override
        public void requireOpen() {}

        @Override
        public void close() {}
    }
}
