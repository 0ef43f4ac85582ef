package dev.mastio.proxy.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.MovableClock;
import dev.mastio.proxy.crypto.CertificateChain;
import dev.mastio.proxy.journal.RecordedJournal;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Refusal;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
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
class RotationTest {

    private static final Duration GRACE = Duration.ofDays(14);

    private final Store.Kind kind;

    @TempDir
    private Path directory;

    private final MovableClock clock = new MovableClock(Instant.parse("2026-06-01T12:00:00Z"));
    private final RecordedJournal journal = new RecordedJournal();
    private final AtRest atRest = AtRest.under(Optional.empty());
    private TestDatabase database;
    private Pki pki;
    private Rotation rotation;

    RotationTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        pki = replica();
        rotation = new Rotation(pki, database.open(), atRest, journal, clock);
        pki.load();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void replacesIntermediateAndTokenKeyUnderTheSameRoot() throws Exception {
        Authority before = pki.required();

        Rotation.Outcome outcome = rotation.rotateIntermediate(GRACE, "test");

        Authority after = pki.required();
        assertThat(after.root()).isEqualTo(before.root());
        assertThat(after.intermediate().certificate())
                .isNotEqualTo(before.intermediate().certificate());
        assertThat(CertificateChain.isSigned(after.intermediate().certificate(), after.root()))
                .isTrue();
        assertThat(outcome.newKid()).contains(after.tokenKey().kid());
        assertThat(after.tokenKey().kid()).isNotEqualTo(before.tokenKey().kid());
        assertThat(journal.actions()).containsExactly("pki.create", "mastio_ca.rotate");
    }

    @Test
    void keepsWhatTheFormerOnesSignedGoodUntilTheGraceIsOver() throws Exception {
        X509Certificate former = pki.required().intermediate().certificate();
        String kid = pki.required().tokenKey().kid();

        rotation.rotateIntermediate(GRACE, "test");

        clock.advance(GRACE.minusSeconds(1));
        assertThat(pki.tokenKey(kid)).isPresent();
        assertThat(pki.required().anchors(clock.instant())).contains(former);
        assertThat(pki.required().isWithdrawn(former, clock.instant())).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(pki.tokenKey(kid)).isEmpty();
        assertThat(pki.required().anchors(clock.instant())).doesNotContain(former);
        assertThat(pki.required().isWithdrawn(former, clock.instant())).isTrue();
    }

    @Test
    void knowsAWithdrawnIntermediateUnderAnotherSignatureThatHolds() throws Exception {
        X509Certificate root = pki.required().root();
        X509Certificate former = pki.required().intermediate().certificate();
        X509Certificate twin = TwinSignature.of(former, (ECPublicKey) root.getPublicKey());
        assertThat(twin).isNotEqualTo(former);
        assertThat(CertificateChain.isSigned(twin, root)).isTrue();

        rotation.rotateIntermediate(GRACE, "test");

        assertThat(pki.required().isWithdrawn(twin, clock.instant())).isFalse();
        clock.advance(GRACE);
        assertThat(pki.required().isWithdrawn(twin, clock.instant())).isTrue();
        assertThat(pki.required().isWithdrawn(pki.required().intermediate().certificate(), clock.instant()))
                .isFalse();
    }

    @Test
    void forgetsThePrivateHalfOfTheFormerTokenKey() throws Exception {
        String kid = pki.required().tokenKey().kid();

        rotation.rotateIntermediate(GRACE, "test");

        assertThat(pki.required().tokenKey(kid, clock.instant()).orElseThrow().key())
                .isEmpty();
    }

    @Test
    void remembersWhenATokenKeyWasReplaced() throws Exception {
        String kid = pki.required().tokenKey().kid();

        rotation.rotateIntermediate(GRACE, "test");

        Authority after = pki.required();
        assertThat(after.tokenKey(kid, clock.instant()).orElseThrow().replaced())
                .contains(clock.instant().truncatedTo(ChronoUnit.SECONDS));
        assertThat(after.tokenKey().replaced()).isEmpty();
    }

    @Test
    void takesATokenKeyOfAReplicaWhoseClockIsALittleAhead() throws Exception {
        MovableClock ahead = new MovableClock(clock.instant().plusSeconds(120));
        Pki other = replica(ahead);
        other.load();

        new Rotation(other, database.open(), atRest, journal, ahead).rotateTokenKey(GRACE, "test");

        String kid = other.required().tokenKey().kid();
        pki.refresh();
        assertThat(pki.tokenKey(kid)).isPresent();
        assertThat(pki.required().tokenKeys(clock.instant()))
                .extracting(TokenKey::kid)
                .contains(kid);
        clock.advance(Duration.ofSeconds(-1));
        assertThat(pki.required().tokenKey(kid, clock.instant())).isEmpty();
    }

    @Test
    void letsTheFormerTokenKeyVouchForItsSuccessor() throws Exception {
        TokenKey former = pki.required().tokenKey();

        JsonNode proof = rotation.rotateIntermediate(GRACE, "test").continuity().orElseThrow();

        TokenKey successor = pki.required().tokenKey();
        String text = String.join(
                "|",
                "mastio-continuity:v1",
                former.kid(),
                successor.kid(),
                Fingerprints.of(successor.publicKey()),
                proof.path("issued_at").asText());
        assertThat(PossessionProof.holds(
                        former.publicKey(), text, proof.path("signature").asText()))
                .isTrue();
    }

    @Test
    void rehearsesWithoutChangingAnything() throws Exception {
        Authority before = pki.required();

        Rotation.Outcome outcome = rotation.rehearse();

        pki.load();
        assertThat(pki.required().tokenKey().kid()).isEqualTo(before.tokenKey().kid());
        assertThat(outcome.formerName()).isEqualTo("acme Mastio CA");
        assertThat(outcome.newKid()).isEmpty();
        assertThat(journal.actions()).containsExactly("pki.create");
    }

    @Test
    void lostToAnotherReplicaItTakesUpTheOthersResult() throws Exception {
        Pki other = replica();
        other.load();
        // Between this one's look at the store and its change, the other one rotates.
        Rotation late = new Rotation(
                pki,
                new InterruptedStore(
                        database.open(),
                        () -> new Rotation(other, database.open(), atRest, journal, clock)
                                .rotateIntermediate(GRACE, "other")),
                atRest,
                journal,
                clock);

        assertThatThrownBy(() -> late.rotateIntermediate(GRACE, "test"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(409));

        assertThat(pki.required().tokenKey().kid())
                .isEqualTo(other.required().tokenKey().kid());
        assertThat(journal.actions()).containsExactly("pki.create", "mastio_ca.rotate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pki_key_store", "mastio_keys", "retired_intermediates"})
    void readsAllAsOfOneMomentWhileAnotherReplicaRotates(String table) throws Exception {
        Store torn =
                new TornStore(database.open(), table, () -> rotation.rotateIntermediate(GRACE, "while it is read"));
        Pki reader = new Pki(torn, acme(), atRest, journal, clock);

        reader.load();

        assertThat(reader.required().epoch()).isEqualTo(pki.required().epoch());
        assertThat(reader.required().intermediate().certificate())
                .isEqualTo(pki.required().intermediate().certificate());
        assertThat(reader.required().tokenKey().kid())
                .isEqualTo(pki.required().tokenKey().kid());
        assertThat(reader.required().retired()).isEqualTo(pki.required().retired());
    }

    @Test
    void changesNothingWhenTheAuditLogTakesNothing() throws Exception {
        String kid = pki.required().tokenKey().kid();
        journal.breakDown();

        assertThatThrownBy(() -> rotation.rotateIntermediate(GRACE, "test")).hasMessageContaining("audit log is full");

        pki.load();
        assertThat(pki.required().tokenKey().kid()).isEqualTo(kid);
    }

    @Test
    void replacesByItselfWhatExpiresWithinAMonth() throws Exception {
        Upkeep upkeep = Upkeep.idle(pki, rotation, clock);
        X509Certificate first = pki.required().intermediate().certificate();
        String kid = pki.required().tokenKey().kid();

        upkeep.watch();
        assertThat(pki.required().tokenKey().kid()).isEqualTo(kid);

        clock.advance(Duration.ofDays(340));
        upkeep.watch();
        assertThat(pki.required().tokenKey().kid()).isNotEqualTo(kid);
        assertThat(pki.required().intermediate().certificate()).isEqualTo(first);

        clock.advance(Duration.ofDays(5 * 365 - 340 - 20));
        upkeep.watch();
        assertThat(pki.required().intermediate().certificate()).isNotEqualTo(first);
        assertThat(pki.required().anchors(clock.instant())).contains(first);
        assertThat(journal.actions()).containsExactly("pki.create", "mastio_key.rotate", "mastio_ca.rotate");
    }

    private Pki replica() throws Exception {
        return replica(clock);
    }

    private Pki replica(InstantSource itsClock) throws Exception {
        return new Pki(database.open(), acme(), atRest, journal, itsClock);
    }

    private static Organisation acme() {
        return new Organisation(Optional.of("acme"), "cullis.local", Optional.empty());
    }
}
