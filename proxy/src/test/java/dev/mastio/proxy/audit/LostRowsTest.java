package dev.mastio.proxy.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mastio.proxy.MovableClock;
import dev.mastio.proxy.store.Queries;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A database that comes back without rows that it had confirmed: after a failover to a standby that lagged behind, or a restore. */
@ParameterizedClass
@EnumSource(Store.Kind.class)
class LostRowsTest {

    private final Store.Kind kind;

    @TempDir
    private Path directory;

    private final MovableClock clock = new MovableClock(Instant.parse("2026-05-21T12:00:00Z"));

    private TestDatabase database;
    private Store store;
    private AuditLog log;

    LostRowsTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        store = database.open();
        log = log();
    }

    @AfterEach
    void close() {
        log.close();
        database.close();
    }

    @Test
    void nothingIsRecordedInThePlaceOfRowsThatWereConfirmed() throws Exception {
        log.append(action("kept"));
        log.append(action("lost"));
        log.check();

        lose("audit_log", "agent_id = 'lost'");

        assertRefuses();
        assertThat(agents()).containsExactly("kept");
    }

    @Test
    void theLossOfAllRowsIsOneToo() throws Exception {
        log.append(action("lost"));

        lose("audit_log", "true");

        assertRefuses();
        assertThat(agents()).isEmpty();
    }

    @Test
    void aReplicaThatHasNothingToRecordNoticesAsWell() throws Exception {
        log.append(action("kept"));
        log.append(action("lost"));
        log.check();

        lose("audit_log", "agent_id = 'lost'");
        clock.advance(Duration.ofSeconds(10));

        assertIsNotReady();
        assertRefuses();
        assertThat(agents()).containsExactly("kept");
    }

    @Test
    void itLooksOnceInTenSeconds() throws Exception {
        log.append(action("lost"));
        log.check();
        lose("audit_log", "true");
        clock.advance(Duration.ofMillis(9_999));

        log.check();
        clock.advance(Duration.ofMillis(1));

        assertIsNotReady();
    }

    @Test
    void itNoticesALossInTheChainOfAnOrganisationAsWell() throws Exception {
        log.append(event("kept"));
        log.append(event("lost"));
        log.check();

        lose("local_audit", "event_type = 'lost'");
        clock.advance(Duration.ofSeconds(10));

        assertIsNotReady();
        assertRefuses();
        assertThat(agents()).isEmpty();
    }

    @Test
    void itIsReadyOnceTheRowsAreThereAgain() throws Exception {
        log.append(action("lost"));
        execute("CREATE TABLE other AS SELECT * FROM audit_log");
        lose("audit_log", "true");
        assertIsNotReady();

        bringBack();

        log.check();
    }

    @Test
    void rowsOfOthersInTheirPlaceDoNotHideTheLoss() throws Exception {
        log.append(action("kept"));
        log.append(action("lost"));
        lose("audit_log", "agent_id = 'lost'");
        try (AuditLog other = log()) {
            other.append(action("in its place"));
            other.append(action("and behind it"));

            assertRefuses();
            other.check();
        }
        assertThat(agents()).containsExactly("kept", "in its place", "and behind it");
    }

    @Test
    void aLossInTheChainOfAnOrganisationHoldsUpEverything() throws Exception {
        log.append(event("kept"));
        log.append(event("lost"));
        lose("local_audit", "event_type = 'lost'");
        assertThatThrownBy(() -> log.append(event("in its place"))).isInstanceOf(SQLTransientException.class);

        assertRefuses();
        assertThat(agents()).isEmpty();
        assertThat(Queries.column(store, "SELECT event_type FROM local_audit")).containsExactly("kept");
    }

    @Test
    void aChangeThatCannotBeRecordedIsUndone() throws Exception {
        execute("CREATE TABLE changed (name TEXT)");
        log.append(action("lost"));
        lose("audit_log", "true");

        assertThatThrownBy(() -> store.write(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.executeUpdate("INSERT INTO changed (name) VALUES ('x')");
                    }
                    log.appendWithin(connection, action("of the change"));
                    return true;
                }))
                .isInstanceOf(SQLTransientException.class);

        assertThat(Queries.column(store, "SELECT name FROM changed")).isEmpty();
        assertThatThrownBy(log::check).hasStackTraceContaining("which was confirmed");
    }

    @Test
    void itGoesOnOnceTheRowsAreThereAgain() throws Exception {
        log.append(action("kept"));
        log.append(action("lost"));
        execute("CREATE TABLE other AS SELECT * FROM audit_log WHERE agent_id = 'lost'");
        lose("audit_log", "agent_id = 'lost'");
        assertRefuses();

        bringBack();

        log.check();
        log.append(action("after it"));
        assertThat(agents()).containsExactly("kept", "lost", "after it");
    }

    @Test
    void aRestartAcceptsTheLoss() throws Exception {
        log.append(action("kept"));
        log.append(action("lost"));
        lose("audit_log", "agent_id = 'lost'");
        assertRefuses();

        try (AuditLog restarted = log()) {
            restarted.append(action("after the restart"));
        }

        assertThat(agents()).containsExactly("kept", "after the restart");
    }

    @Test
    void whatOthersWriteIsNoLoss() throws Exception {
        try (AuditLog other = log()) {
            for (int i = 0; i < 5; i++) {
                log.append(action("ours"), event("ours"));
                other.append(action("theirs"), event("theirs"));
                other.append(action("theirs"));
            }
            log.append(action("ours"));
            log.check();
        }
        assertThat(agents()).hasSize(16);
    }

    @Test
    void whatWasRolledBackWasNotConfirmed() throws Exception {
        log.append(action("kept"));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> store.write(connection -> {
                        log.appendWithin(connection, action("undone"), event("undone"));
                        throw new IllegalStateException("the change failed");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            log.append(action("kept"), event("kept"));
        }

        log.check();
        assertThat(agents()).containsOnly("kept").hasSize(4);
    }

    private void assertRefuses() throws SQLException {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> log.append(action("must not be written")))
                    .isInstanceOf(SQLTransientException.class)
                    .hasStackTraceContaining("which was confirmed, is not in the database");
            assertIsNotReady();
        }
    }

    private void assertIsNotReady() {
        assertThatThrownBy(log::check).hasStackTraceContaining("which was confirmed, is not in the database");
    }

    /** Beneath the process, as only who owns the database can. */
    private void lose(String table, String which) throws SQLException {
        switch (kind) {
            case SQLITE -> {
                String trigger = table + "_no_delete";
                String sql = Queries.column(store, "SELECT sql FROM sqlite_schema WHERE name = '" + trigger + "'")
                        .getFirst();
                execute("DROP TRIGGER " + trigger);
                execute("DELETE FROM " + table + " WHERE " + which);
                execute(sql);
            }
            case POSTGRES -> {
                execute("ALTER TABLE " + table + " DISABLE TRIGGER " + table + "_append_only");
                execute("DELETE FROM " + table + " WHERE " + which);
                execute("ALTER TABLE " + table + " ENABLE ALWAYS TRIGGER " + table + "_append_only");
            }
        }
    }

    /** What was kept as "other". */
    private void bringBack() throws SQLException {
        String columns =
                "chain_seq, timestamp, agent_id, action, status, prev_hash, row_hash, hash_format, export_hash";
        execute("INSERT INTO audit_log (" + columns + ") SELECT " + columns + " FROM other");
    }

    private AuditLog log() {
        return new AuditLog(store, clock, 512, clock::nanoTime);
    }

    private static AuditEvent action(String agent) {
        return AuditEvent.Action.of(agent, "tool_execute", "success");
    }

    private static AuditEvent event(String type) {
        return AuditEvent.OrgEvent.of("acme", type, "ok");
    }

    private List<String> agents() throws SQLException {
        return Queries.column(store, "SELECT agent_id FROM audit_log ORDER BY chain_seq");
    }

    private void execute(String sql) throws SQLException {
        store.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }
}
