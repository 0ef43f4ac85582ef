package dev.mastio.proxy.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mastio.proxy.audit.chain.ActionExport;
import dev.mastio.proxy.audit.chain.ActionRow;
import dev.mastio.proxy.audit.chain.HashFormat;
import dev.mastio.proxy.crypto.Sha256;
import dev.mastio.proxy.store.ForwardingStore;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On Postgres, where a group may be one statement; on SQLite there is nothing to save. */
class GroupWriterTest {

    private static final Instant NOON = Instant.parse("2026-05-21T12:00:00Z");

    @TempDir
    private Path directory;

    private TestDatabase database;
    private Counting store;
    private GroupWriter writer;
    private GroupWriter other;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.fresh(Store.Kind.POSTGRES, directory);
        store = new Counting(database.open(), new AtomicInteger(), new AtomicInteger());
        writer = new GroupWriter(store, new ChainRows(Store.Kind.POSTGRES));
        other = new GroupWriter(database.open(), new ChainRows(Store.Kind.POSTGRES));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void looksOnceThenTakesOneStatementAGroup() throws Exception {
        for (int i = 0; i < 5; i++) writer.write(List.of(action("a" + i), action("b" + i)));

        assertThat(store.transactions()).hasValue(1);
        assertThat(store.statements()).hasValue(4);
        assertChained(10);
    }

    @Test
    void storesByOneStatementWhatItStoresByMany() throws Exception {
        List<AuditEvent.Action> odd = Stream.of(
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
                        .onBehalfOf(text))
                .toList();
        List<Stamped> events = Stream.concat(odd.stream(), Stream.of(AuditEvent.Action.of("only", "what", "must be")))
                .map(event -> Stamped.of(NOON, event))
                .toList();

        writer.write(events);
        writer.write(events);

        assertThat(store.statements()).hasValue(1);
        List<ActionTable.Stored> rows = assertChained(2 * events.size());
        assertThat(facts(rows.subList(events.size(), rows.size()))).isEqualTo(facts(rows.subList(0, events.size())));
    }

    @Test
    void goesOnAfterTheRowOfAnother() throws Exception {
        writer.write(List.of(action("ours")));
        other.write(List.of(action("theirs")));

        writer.write(List.of(action("ours, after theirs")));

        assertThat(assertChained(3))
                .extracting(row -> row.row().agentId())
                .containsExactly("ours", "theirs", "ours, after theirs");
    }

    @Test
    void looksLongerTheMoreOftenAnotherCameBetweenAndTriesAgain() throws Exception {
        writer.write(List.of(action("ours")));
        for (int round = 0; round < 40; round++) {
            other.write(List.of(action("theirs")));
            writer.write(List.of(action("ours")));
        }
        // After the first, the second, the fourth: each try in vain costs a round trip.
        assertThat(store.statements().get()).isBetween(4, 7);

        for (int i = 0; i < 80; i++) writer.write(List.of(action("alone")));

        assertThat(store.statements().get()).isGreaterThan(15);
        assertChained(1 + 2 * 40 + 80);
    }

    @Test
    void looksWhereAGroupIsNotOfActionsAlone() throws Exception {
        writer.write(List.of(action("ours")));

        writer.write(List.of(action("ours"), Stamped.of(NOON, AuditEvent.OrgEvent.of("acme", "message_sent", "ok"))));
        writer.write(List.of(action("ours")));

        assertThat(store.transactions()).hasValue(2);
        assertThat(store.statements()).hasValue(1);
        assertChained(3);
        List<OrgTable.Stored> events =
                store.read(connection -> OrgTable.page(connection, "acme", 0, Long.MAX_VALUE, 10));
        assertThat(events).hasSize(1);
    }

    @Test
    void followsAServerThatHasLostItsRowsAndHasOthersInTheirPlace() throws Exception {
        writer.write(List.of(action("kept")));
        writer.write(List.of(action("lost with the server that had it")));
        execute("ALTER TABLE audit_log DISABLE TRIGGER ALL");
        execute("DELETE FROM audit_log WHERE chain_seq = 2");
        execute("ALTER TABLE audit_log ENABLE ALWAYS TRIGGER audit_log_append_only");
        execute("ALTER TABLE audit_log ENABLE ALWAYS TRIGGER audit_log_next");
        other.write(List.of(action("in its place")));

        writer.write(List.of(action("ours")));

        assertThat(assertChained(3))
                .extracting(row -> row.row().agentId())
                .containsExactly("kept", "in its place", "ours");
    }

    @Test
    void writesNothingOfAGroupThatTheDatabaseRefuses() throws Exception {
        writer.write(List.of(action("ours")));
        execute("ALTER TABLE audit_log ADD CONSTRAINT no_evil CHECK (agent_id <> 'evil')");

        assertThatThrownBy(() -> writer.write(List.of(action("fine"), action("evil"))))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("no_evil");
        writer.write(List.of(action("fine")));

        assertThat(store.statements()).hasValue(2);
        assertChained(2);
    }

    private static Stamped action(String agent) {
        return Stamped.of(NOON, AuditEvent.Action.of(agent, "tool_execute", "success"));
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

    private List<ActionTable.Stored> assertChained(int size) throws SQLException {
        List<ActionTable.Stored> rows =
                store.read(connection -> ActionTable.page(connection, 0, Long.MAX_VALUE, 10_000));
        assertThat(rows).hasSize(size);
        String previous = ActionRow.GENESIS;
        String previousExport = null;
        for (int i = 0; i < size; i++) {
            ActionTable.Stored stored = rows.get(i);
            assertThat(stored.row().seq()).isEqualTo(i + 1);
            assertThat(stored.prevHash()).isEqualTo(previous);
            previous = Sha256.hex(stored.row().canonical(HashFormat.V2, previous));
            assertThat(stored.rowHash()).isEqualTo(previous);
            previousExport =
                    Sha256.hex(ActionExport.of(stored.row(), previous).canonical(HashFormat.V2, previousExport));
            assertThat(stored.exportHash()).isEqualTo(previousExport);
        }
        return rows;
    }

    private void execute(String sql) throws SQLException {
        store.store().write(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    private record Counting(Store store, AtomicInteger transactions, AtomicInteger statements)
            implements ForwardingStore {

        @Override
        public <T> T write(Work<T> work) throws SQLException {
            transactions.incrementAndGet();
            return store.write(work);
        }

        @Override
        public <T> T writeByOneStatement(Work<T> work) throws SQLException {
            statements.incrementAndGet();
            return store.writeByOneStatement(work);
        }
    }
}
