package dev.mastio.proxy.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mastio.proxy.audit.proof.Checkpoint;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the databases themselves refuse to whoever can write to them and leaves their triggers alone. */
@ParameterizedClass
@EnumSource(Store.Kind.class)
class AppendOnlyTest {

    private static final Checkpoint CHECKPOINT = new Checkpoint("acme", 1, "hash", "2026-05-21T12:00:00+00:00");
    private static final String TABLES = "audit_log, local_audit, audit_checkpoints, audit_anchors";

    private final Store.Kind kind;

    @TempDir
    private Path directory;

    private TestDatabase database;
    private Store store;
    private AuditLog log;

    AppendOnlyTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void writeARowIntoEach() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        store = database.open();
        log = new AuditLog(store, InstantSource.fixed(Instant.parse("2026-05-21T12:00:00Z")));
        log.append(
                AuditEvent.Action.of("acme::alice", "tool_execute", "denied"),
                AuditEvent.OrgEvent.of("acme", "message_sent", "ok"));
        assertThat(sign("genuine")).isTrue();
        assertThat(stamp("genuine")).isTrue();
    }

    @AfterEach
    void close() {
        log.close();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"audit_log", "local_audit", "audit_checkpoints", "audit_anchors"})
    void refusesToChangeOrRemoveRows(String table) throws Exception {
        List<String> statements = new ArrayList<>(
                List.of("UPDATE " + table + " SET chain_seq = 7", "DELETE FROM " + table + " WHERE chain_seq = 1"));
        if (kind == Store.Kind.POSTGRES) {
            statements.addAll(List.of("TRUNCATE " + table, "TRUNCATE " + table + " CASCADE", "TRUNCATE " + TABLES));
        }
        assertRefused(table, statements);
    }

    @ParameterizedTest
    @ValueSource(strings = {"audit_log", "local_audit", "audit_checkpoints", "audit_anchors"})
    void refusesToPutARowInThePlaceOfAnother(String table) throws Exception {
        String columns = columns(table);
        String row = "INTO " + table + " (" + columns + ") SELECT " + columns + " FROM " + table;
        String update = " WHERE true ON CONFLICT (" + key(table) + ") DO UPDATE SET chain_seq = excluded.chain_seq";
        assertRefused(
                table,
                kind == Store.Kind.SQLITE
                        ? List.of("INSERT OR REPLACE " + row, "REPLACE " + row, "INSERT " + row + update)
                        : List.of("INSERT " + row + update));
    }

    @ParameterizedTest
    @ValueSource(strings = {"audit_log", "local_audit"})
    void refusesRowsThatAreNotTheNextOfTheirChain(String table) throws Exception {
        assertRefused(
                table,
                List.of(
                        insertion(table, "1000000000"),
                        insertion(table, "3"),
                        insertion(table, "0"),
                        insertion(table, "-1"),
                        insertion(table, "2", "4"),
                        insertion(table, "3", "4")));

        assertThatCode(() -> execute(insertion(table, "2", "3"))).doesNotThrowAnyException();
        assertThat(count(table)).isEqualTo(3);
    }

    @Test
    void countsEachOrganisationsRowsForThemselves() throws Exception {
        String ofBravo =
                "INSERT INTO local_audit (timestamp, event_type, org_id, result, entry_hash, chain_seq, hash_format)"
                        + " VALUES ('t', 'message_sent', 'bravo', 'ok', 'hash', %d, 'v2')";

        assertRefused("local_audit", List.of(ofBravo.formatted(2)));

        execute(ofBravo.formatted(1));
        assertThat(count("local_audit")).isEqualTo(2);
    }

    /** As a session that replays a replica has it, in which ordinary triggers do not act. */
    @ParameterizedTest
    @ValueSource(strings = {"audit_log", "local_audit", "audit_checkpoints", "audit_anchors"})
    void refusesAllThatInASessionThatReplaysAReplica(String table) throws Exception {
        assumeTrue(kind == Store.Kind.POSTGRES, "SQLite has no such sessions");
        List<String> statements = new ArrayList<>();
        for (String statement :
                List.of("UPDATE " + table + " SET chain_seq = 7", "DELETE FROM " + table, "TRUNCATE " + table)) {
            statements.add("SET LOCAL session_replication_role = replica; " + statement);
        }
        if (table.equals("audit_log") || table.equals("local_audit")) {
            statements.add("SET LOCAL session_replication_role = replica; " + insertion(table, "1000000000"));
        }
        assertRefused(table, statements);
    }

    /** A table of the same name that comes first would show whatever row the intruder wants to come next to. */
    @ParameterizedTest
    @ValueSource(strings = {"audit_log", "local_audit"})
    void looksAtNoOtherTableOfThatName(String table) throws Exception {
        assumeTrue(kind == Store.Kind.POSTGRES, "SQLite's triggers see the tables of their own file only");
        String decoy = "CREATE TEMPORARY TABLE " + table + " ON COMMIT DROP AS SELECT * FROM public." + table
                + "; UPDATE pg_temp." + table + " SET chain_seq = 999999999; ";
        String insertion = insertion(table, "1000000000").replace(" " + table, " public." + table);

        assertRefused("public." + table, List.of(decoy + insertion));
    }

    @Test
    void whatAnotherReplicaHasSignedOrStampedIsLeftAsItIs() throws Exception {
        assertThat(sign("another")).isFalse();
        assertThat(stamp("another")).isFalse();

        assertThat(value("SELECT kid FROM audit_checkpoints")).isEqualTo("genuine");
        assertThat(value("SELECT tsa_token_b64 FROM audit_anchors")).isEqualTo("genuine");
    }

    private void assertRefused(String table, List<String> statements) throws SQLException {
        for (String statement : statements) {
            String before = all(table);
            assertThatThrownBy(() -> execute(statement)).as(statement).hasMessageContaining("append-only");
            assertThat(all(table)).as(statement).isEqualTo(before);
        }
    }

    /** Copies of the one row that is there, with those numbers. */
    private String insertion(String table, String... numbers) throws SQLException {
        String columns = columns(table);
        List<String> copies = new ArrayList<>();
        for (String number : numbers) {
            copies.add("SELECT " + columns.replace("chain_seq", number) + " FROM " + table + " WHERE chain_seq = 1");
        }
        return "INSERT INTO " + table + " (" + columns + ") " + String.join(" UNION ALL ", copies);
    }

    /** Those that are not computed. */
    private String columns(String table) throws SQLException {
        return store.read(connection -> {
            List<String> names = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT * FROM " + table + " LIMIT 0")) {
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    names.add(row.getMetaData().getColumnName(i));
                }
            }
            names.remove("id");
            return String.join(", ", names);
        });
    }

    private static String key(String table) {
        return table.equals("audit_log") ? "chain_seq" : "org_id, chain_seq";
    }

    private boolean sign(String kid) throws SQLException {
        return store.write(
                connection -> ProofTables.add(connection, new ProofTables.Signed(CHECKPOINT, kid, "jwk", "jws")));
    }

    private boolean stamp(String token) throws SQLException {
        return store.write(connection -> ProofTables.add(
                connection, new ProofTables.Anchor("acme", 1, "hash", token, "tsa", "2026-05-21T12:00:00+00:00")));
    }

    private void execute(String sql) throws SQLException {
        store.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    private long count(String table) throws SQLException {
        return Long.parseLong(value("SELECT count(*) FROM " + table));
    }

    private String all(String table) throws SQLException {
        return store.read(connection -> {
            StringBuilder rows = new StringBuilder();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
                while (row.next()) {
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        rows.append(row.getString(i)).append('|');
                    }
                    rows.append('\n');
                }
            }
            return rows.toString();
        });
    }

    private String value(String query) throws SQLException {
        return store.read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(query)) {
                row.next();
                return row.getString(1);
            }
        });
    }
}
