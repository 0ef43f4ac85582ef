package dev.mastio.proxy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.audit.AuditEvent.OrgEvent;
import dev.mastio.proxy.audit.verify.Run;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Json;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Exports of two organisations that met, checked against each other. Nothing here writes yet which row of the other's is the counterpart,
 * so the test does, as the owner of both databases; no hash covers it.
 */
@ParameterizedClass
@EnumSource(Store.Kind.class)
class CrossReferenceTest {

    private static final OrgEvent SENT = OrgEvent.of("acme", "message_sent", "ok")
            .agent("acme::alice")
            .session("s")
            .peer("bravo");

    private final Store.Kind kind;

    @TempDir
    private Path directory;

    private Side acme;
    private Side bravo;

    CrossReferenceTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        acme = new Side("acme");
        bravo = new Side("bravo");
        acme.log.append(OrgEvent.of("acme", "session_opened", "ok"));
        acme.log.append(SENT.details(Json.object().put("n", 1)));
    }

    @AfterEach
    void close() {
        acme.close();
        bravo.close();
    }

    @Test
    void passesWhenBothTellTheSame() throws Exception {
        bravo.log.append(received("ok", 1));
        acme.link(2, bravo.hash(1));
        bravo.link(1, acme.hash(2));

        Run run = Run.of(acme.exported(), bravo.exported());

        assertThat(run.output()).contains("OK cross-reconcile: 2 linked row(s) consistent across bundles");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void findsARowThatTheOtherDoesNotHave() throws Exception {
        String never = "ab".repeat(32);
        bravo.log.append(OrgEvent.of("bravo", "session_accepted", "ok"));
        acme.link(2, never);

        Run run = Run.of(acme.exported(), bravo.exported());

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.output()).contains("CROSS-REF MISSING id=2 org=acme: peer_row " + never + " on org bravo");
        assertThat(Run.of(acme.exported()).exitCode())
                .as("one file alone says nothing about the other organisation's")
                .isZero();
    }

    @Test
    void findsWhatTheOtherTellsDifferently() throws Exception {
        bravo.log.append(received("denied", 2));
        acme.link(2, bravo.hash(1));

        Run run = Run.of(acme.exported(), bravo.exported());

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.output()).contains("CROSS-REF DISAGREE id=2 org=acme: result, details differ");
    }

    private static OrgEvent received(String result, int n) {
        return OrgEvent.of("bravo", "message_sent", result)
                .agent("bravo::bob")
                .session("s")
                .peer("acme")
                .details(Json.object().put("n", n));
    }

    /** One organisation's Mastio. */
    private final class Side implements AutoCloseable {

        private final String org;
        private final TestDatabase database;
        private final Store store;
        private final AuditLog log;

        Side(String org) throws Exception {
            this.org = org;
            database = TestDatabase.fresh(kind, directory);
            store = database.open();
            log = new AuditLog(store, InstantSource.system());
        }

        String hash(long seq) throws Exception {
            return store.read(connection ->
                    OrgTable.page(connection, org, seq - 1, seq, 1).getFirst().entryHash());
        }

        void link(long seq, String counterpart) throws Exception {
            store.write(connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(
                            switch (kind) {
                                case SQLITE -> "DROP TRIGGER local_audit_no_update";
                                case POSTGRES -> "ALTER TABLE local_audit DISABLE TRIGGER ALL";
                            });
                }
                try (PreparedStatement update = connection.prepareStatement(
                        "UPDATE local_audit SET peer_row_hash = ? WHERE org_id = ? AND chain_seq = ?")) {
                    update.setString(1, counterpart);
                    update.setString(2, org);
                    update.setLong(3, seq);
                    return update.executeUpdate();
                }
            });
        }

        String exported() throws Exception {
            Path file = Files.createTempFile(directory, org, ".ndjson");
            try (OutputStream out = Files.newOutputStream(file)) {
                new AuditExport(store).write(AuditExport.Selection.all(), false, out);
            }
            return file.toString();
        }

        @Override
        public void close() {
            log.close();
            database.close();
        }
    }
}
