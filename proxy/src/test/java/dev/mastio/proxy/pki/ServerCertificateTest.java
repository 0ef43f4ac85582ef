package dev.mastio.proxy.pki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.MovableClock;
import dev.mastio.proxy.crypto.CertifiedKey;
import dev.mastio.proxy.journal.RecordedJournal;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCertificateTest {

    private static final Duration GRACE = Duration.ofDays(14);

    private final MovableClock clock = new MovableClock(Instant.parse("2026-06-01T12:00:00Z"));
    private final AtRest atRest = AtRest.under(Optional.empty());

    @TempDir
    private Path directory;

    private TestDatabase database;
    private Pki pki;
    private Rotation rotation;
    private ServerCertificate server;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.fresh(Store.Kind.SQLITE, directory);
        Store store = database.open();
        pki = new Pki(
                store,
                new Organisation(Optional.of("acme"), "cullis.local", Optional.empty()),
                atRest,
                new RecordedJournal(),
                clock);
        rotation = new Rotation(pki, store, atRest, new RecordedJournal(), clock);
        server = renewedWithin(Duration.ofDays(30));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void thereIsNoneBeforeTheCertificationIsLoaded() throws Exception {
        assertThat(server.current()).isEmpty();

        pki.load();

        assertThat(server.current()).isPresent();
    }

    @Test
    void staysTheSameUntilItsLastThirtyDays() throws Exception {
        pki.load();
        CertifiedKey first = server.current().orElseThrow();

        clock.advance(Duration.ofDays(60));
        assertThat(server.current()).containsSame(first);
        clock.advance(Duration.ofSeconds(1));

        CertifiedKey second = server.current().orElseThrow();
        assertThat(second.chain().getFirst().getNotAfter())
                .isAfter(first.chain().getFirst().getNotAfter());
        assertThat(second.key()).isNotEqualTo(first.key());
        assertThat(server.current()).containsSame(second);
    }

    @Test
    void isReplacedSoonerWhereThatIsAskedFor() throws Exception {
        pki.load();
        ServerCertificate cautious = renewedWithin(Duration.ofDays(80));
        CertifiedKey first = cautious.current().orElseThrow();

        clock.advance(Duration.ofDays(10));
        assertThat(cautious.current()).containsSame(first);
        clock.advance(Duration.ofSeconds(1));

        assertThat(cautious.current()).isPresent().get().isNotSameAs(first);
    }

    @Test
    void isReplacedWhenItWasMadeByAClockThatWasAhead() throws Exception {
        pki.load();
        clock.advance(Duration.ofDays(40));
        CertifiedKey early = server.current().orElseThrow();

        clock.advance(Duration.ofDays(-40));

        CertifiedKey now = server.current().orElseThrow();
        assertThat(now).isNotEqualTo(early);
        assertThat(now.chain().getFirst().getNotBefore().toInstant()).isBeforeOrEqualTo(clock.instant());
        assertThat(server.current()).containsSame(now);
    }

    @Test
    void isReplacedWhenTheIntermediateIs() throws Exception {
        pki.load();
        CertifiedKey first = server.current().orElseThrow();

        rotation.rotateIntermediate(GRACE, "test");

        CertifiedKey second = server.current().orElseThrow();
        assertThat(second).isNotEqualTo(first);
        assertThat(second.chain().getLast())
                .isEqualTo(pki.required().intermediate().certificate());
    }

    @Test
    void staysTheSameWhenOnlyTheTokenKeyIsReplaced() throws Exception {
        pki.load();
        CertifiedKey first = server.current().orElseThrow();

        rotation.rotateTokenKey(GRACE, "test");

        assertThat(server.current()).containsSame(first);
    }

    /** Else it would be made anew for each client. */
    @Test
    void isNotRenewedWhereTheIntermediateItselfEndsWithinAMonth() throws Exception {
        pki.load();
        clock.advance(Duration.ofDays(5 * 365 - 20));

        CertifiedKey last = server.current().orElseThrow();

        assertThat(last.chain().getFirst().getNotAfter())
                .isEqualTo(last.chain().getLast().getNotAfter());
        assertThat(server.current()).containsSame(last);
    }

    private ServerCertificate renewedWithin(Duration renewal) {
        return new ServerCertificate(pki, List.of("mastio.local"), renewal, clock);
    }
}
