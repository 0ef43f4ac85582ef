package dev.mastio.proxy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mastio.proxy.audit.chain.ActionExport;
import dev.mastio.proxy.audit.proof.Checkpoint;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** A process that finds proofs of rows which it has not written itself. */
@ParameterizedClass
@EnumSource(Store.Kind.class)
class ProvenRowsTest {

    private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-05-21T12:00:00Z"));

    private final Store.Kind kind;
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @TempDir
    private Path directory;

    private TestDatabase database;
    private Store store;
    private Checkpoints checkpoints;

    ProvenRowsTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        store = database.open();
        checkpoints = new Checkpoints(store, NOON, Duration.ofHours(1), Optional::empty, Optional.empty());
        said.start();
        logger().addAppender(said);
    }

    @AfterEach
    void close() {
        logger().detachAppender(said);
        checkpoints.close();
        database.close();
    }

    @Test
    void thatAreThereAreNotSpokenOf() throws Exception {
        record(2);
        prove("acme", head("acme"));
        prove(ActionExport.CHAIN, head(ActionExport.CHAIN));
        record(1);

        checkpoints.makeThoseDue();

        assertThat(said.list).isEmpty();
    }

    @Test
    void thatAreGoneAreToldOfOnce() throws Exception {
        record(1);
        prove("acme", new Head(7, "a-hash"));
        prove("globex", new Head(3, "another-hash"));

        checkpoints.makeThoseDue();
        checkpoints.makeThoseDue();

        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("row seq=7 of acme, which was signed or stamped, is not in the database;"
                                        + " its hash is a-hash."),
                        line -> assertThat(line).startsWith("row seq=3 of globex,"));
    }

    @Test
    void areMissedAlsoWhereOthersAreInTheirPlace() throws Exception {
        record(9);
        prove("acme", new Head(7, "a-hash"));
        prove(ActionExport.CHAIN, new Head(7, "a-hash"));

        checkpoints.makeThoseDue();

        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("row seq=7 of " + ActionExport.CHAIN),
                        line -> assertThat(line).startsWith("row seq=7 of acme,"));
    }

    private void record(int rows) throws SQLException {
        try (AuditLog log = new AuditLog(store, NOON)) {
            for (int i = 0; i < rows; i++) {
                log.append(
                        AuditEvent.Action.of("acme::alice", "tool_execute", "success"),
                        AuditEvent.OrgEvent.of("acme", "message_sent", "ok").agent("acme::alice"));
            }
        }
    }

    private Head head(String org) throws SQLException {
        return store.read(Chain.of(org)::head).orElseThrow();
    }

    private void prove(String org, Head row) throws SQLException {
        Checkpoint checkpoint = new Checkpoint(org, row.seq(), row.hash(), "2026-05-21T12:00:00.000000+00:00");
        store.write(connection -> ProofTables.add(connection, new ProofTables.Signed(checkpoint, "kid", "{}", "jws")));
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(ProvenRows.class);
    }
}
