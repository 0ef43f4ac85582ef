package dev.mastio.proxy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mastio.proxy.audit.proof.Checkpoint;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import java.nio.file.Path;
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

/** A process that was not there when rows were lost, and finds what proves them. */
@ParameterizedClass
@EnumSource(Store.Kind.class)
class CheckpointsTest {

    private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-05-21T12:00:00Z"));

    private final Store.Kind kind;
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @TempDir
    private Path directory;

    private TestDatabase database;
    private Store store;

    CheckpointsTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        store = database.open();
        try (AuditLog log = new AuditLog(store, NOON)) {
            log.append(AuditEvent.OrgEvent.of("acme", "message_sent", "ok").agent("acme::alice"));
        }
        said.start();
        logger().addAppender(said);
    }

    @AfterEach
    void close() {
        logger().detachAppender(said);
        database.close();
    }

    @Test
    void tellsOnceOfEachChainThatHasLostRows() throws Exception {
        sign("acme", 7);
        sign("globex", 3);

        lookTwice();

        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "audit rows are missing: of acme up to seq=7 were signed or stamped, and the database has them up to seq=1",
                        "audit rows are missing: of globex up to seq=3 were signed or stamped, and the database has them up to seq=0");
    }

    @Test
    void saysNothingWhereAllAreThere() throws Exception {
        sign("acme", 1);

        lookTwice();

        assertThat(said.list).isEmpty();
    }

    private void lookTwice() throws Exception {
        try (Checkpoints checkpoints =
                new Checkpoints(store, NOON, Duration.ofHours(1), Optional::empty, Optional.empty())) {
            checkpoints.makeThoseDue();
            checkpoints.makeThoseDue();
        }
    }

    private void sign(String org, long seq) throws Exception {
        Checkpoint checkpoint = new Checkpoint(org, seq, "hash", "2026-05-21T12:00:00.000000+00:00");
        store.write(connection -> ProofTables.add(connection, new ProofTables.Signed(checkpoint, "kid", "{}", "jws")));
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(Checkpoints.class);
    }
}
