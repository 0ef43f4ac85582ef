package dev.mastio.proxy.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mastio.proxy.MovableClock;
import dev.mastio.proxy.crypto.CertificateChain;
import dev.mastio.proxy.journal.RecordedJournal;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A directory with the organisation's certification whose files change while the proxy runs, as those of a mounted Secret do. */
@ParameterizedClass
@EnumSource
class GivenTest {

    private static final Duration GRACE = Duration.ofDays(14);
    private static final Duration INTERMEDIATES_LIFE =
            Template.intermediate("acme").validity().plusSeconds(1);
    private static final Duration AGES = Template.orgRoot("acme").validity().plusSeconds(1);

    private final Store.Kind kind;

    @TempDir
    private Path directory;

    private final MovableClock clock = new MovableClock(Instant.parse("2026-06-01T12:00:00Z"));
    private final AtRest atRest = AtRest.under(Optional.empty());
    private final RecordedJournal journal = new RecordedJournal();
    private Path files;
    private Issuer root;
    private TestDatabase database;
    private Pki pki;
    private Rotation rotation;

    GivenTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void loadWithARootThatIsGiven() throws Exception {
        files = Files.createDirectory(directory.resolve("given"));
        root = newRoot();
        put(Given.ROOT, root);
        database = TestDatabase.fresh(kind, directory);
        pki = replica(Optional.of(files));
        rotation = new Rotation(pki, database.open(), atRest, journal, clock);
        pki.load();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anIntermediateThatIsPutThereLaterReplacesTheFormerOne() throws Exception {
        Issuer former = pki.required().intermediate();
        Issuer given = Founding.newIntermediate("acme", root, clock.instant());
        put(Given.INTERMEDIATE, given);

        rotation.adoptGiven(GRACE);

        assertThat(pki.required().intermediate().certificate()).isEqualTo(given.certificate());
        assertThat(pki.required().anchors(clock.instant())).contains(former.certificate());
        rotation.adoptGiven(GRACE);
        assertThat(journal.actions()).containsExactly("pki.create", "mastio_ca.rotate");
    }

    @Test
    void anIntermediateThatHasANewCertificateForItsFormerKeyIsNotWithdrawnWithTheFormerOne() throws Exception {
        Issuer former = pki.required().intermediate();
        Issuer given = new Issuer(
                root.issue(Template.intermediate("acme"), former.certificate().getPublicKey(), clock.instant()),
                former.key());
        put(Given.INTERMEDIATE, given);
        rotation.adoptGiven(GRACE);

        clock.advance(GRACE);

        assertThat(pki.required().isWithdrawn(given.certificate(), clock.instant()))
                .isFalse();
    }

    @Test
    void theRootsKeyMayGoOnceThereIsAnIntermediate() throws Exception {
        put(Given.INTERMEDIATE, Founding.newIntermediate("acme", root, clock.instant()));
        Files.delete(files.resolve("org-ca.key"));

        rotation.adoptGiven(GRACE);

        assertThatThrownBy(() -> rotation.rotateIntermediate(GRACE, "test"))
                .hasMessageContaining("Root's key is not here");
        Pki restarted = replica(Optional.of(files));
        restarted.load();
        assertThat(restarted.required().intermediate().certificate())
                .isEqualTo(pki.required().intermediate().certificate());
    }

    @Test
    void noIntermediateOfAnotherRootIsTaken() throws Exception {
        Authority before = pki.required();
        Issuer other = newRoot();
        put(Given.ROOT, other);
        put(Given.INTERMEDIATE, Founding.newIntermediate("acme", other, clock.instant()));

        assertThatThrownBy(() -> rotation.adoptGiven(GRACE))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("is not the one that the store was made with");

        assertThat(pki.required()).isSameAs(before);
        assertStoredAs(before);
    }

    @Test
    void theKeyOfAnotherRootSignsNothing() throws Exception {
        Authority before = pki.required();
        put(Given.ROOT, newRoot());

        assertThatThrownBy(() -> rotation.rotateIntermediate(GRACE, "test"))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("give that one");

        assertStoredAs(before);
    }

    /** An instance whose Secret is lost can go on without the root's key. */
    @Test
    void aStoreThatWasMadeWithARootThatWasGivenGoesOnWithoutIt() throws Exception {
        Pki without = replica(Optional.empty());
        without.load();

        assertThat(without.required().root()).isEqualTo(root.certificate());
        assertThatThrownBy(without::root).hasMessageContaining("Root's key is not here");
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        Files.delete(files.resolve("org-ca.key"));
        assertThatThrownBy(() -> Given.from(files))
                .hasMessageContaining("neither org-ca.key nor mastio-ca.crt with mastio-ca.key");

        Files.delete(files.resolve("org-ca.crt"));
        assertThatThrownBy(() -> Given.from(files)).hasMessageContaining("has no org-ca.crt");
    }

    @Test
    void anAuthorityThatMayNotCertifyIsNotTaken() throws Exception {
        put(
                Given.ROOT,
                Issuer.selfSigned(TestAuthority.allowed(KeyUsage.digitalSignature), TestKeys.p256(), clock.instant()));

        assertThatThrownBy(() -> Given.from(files))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("org-ca.crt is not the certificate of an authority");
    }

    @Test
    void nothingIsFoundedOnAnOrgRootOutsideItsTime() throws Exception {
        put(
                Given.ROOT,
                Issuer.selfSigned(
                        Template.orgRoot("acme"),
                        TestKeys.p256(),
                        clock.instant().minus(AGES)));
        assertNothingIsFounded("org-ca.crt, the Org Root given, has expired at ");

        put(
                Given.ROOT,
                Issuer.selfSigned(
                        Template.orgRoot("acme"),
                        TestKeys.p256(),
                        clock.instant().plus(GRACE)));
        assertNothingIsFounded("org-ca.crt, the Org Root given, is not valid before ");
    }

    @Test
    void noIntermediateOutsideItsTimeReplacesAnother() throws Exception {
        Authority before = pki.required();
        put(Given.INTERMEDIATE, expired());
        assertThatThrownBy(() -> rotation.adoptGiven(GRACE))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("mastio-ca.crt, the Intermediate given, has expired at ");

        put(
                Given.INTERMEDIATE,
                Founding.newIntermediate("acme", root, clock.instant().plus(GRACE)));
        assertThatThrownBy(() -> rotation.adoptGiven(GRACE))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("mastio-ca.crt, the Intermediate given, is not valid before ");

        assertStoredAs(before);
        clock.advance(GRACE);
        rotation.adoptGiven(GRACE);
        assertThat(journal.actions()).containsExactly("pki.create", "mastio_ca.rotate");
    }

    @Test
    void nothingIsFoundedOnAnIntermediateOutsideItsTimeWithoutTheRootsKey() throws Exception {
        put(Given.INTERMEDIATE, expired());
        Files.delete(files.resolve("org-ca.key"));

        assertNothingIsFounded("mastio-ca.crt, the Intermediate given, has expired at ");
    }

    /** The store may be lost of a proxy that has replaced it by itself. */
    @Test
    void theRootMakesAnotherIntermediateInPlaceOfOneOutsideItsTime() throws Exception {
        put(Given.INTERMEDIATE, expired());
        try (TestDatabase empty = TestDatabase.fresh(kind, directory)) {
            Pki another = replica(empty, Optional.of(files));

            another.load();

            assertThat(another.required().root()).isEqualTo(root.certificate());
            assertThat(CertificateChain.isValid(
                            another.required().intermediate().certificate(), clock.instant()))
                    .isTrue();
        }
    }

    private void assertNothingIsFounded(String why) throws Exception {
        try (TestDatabase empty = TestDatabase.fresh(kind, directory)) {
            Pki another = replica(empty, Optional.of(files));

            assertThatThrownBy(another::load).isInstanceOf(PkiException.class).hasMessageContaining(why);

            assertThat(another.authority()).isEmpty();
            assertThat(another.storedOrganisation()).isEmpty();
        }
    }

    /** Nothing that it certifies would be believed, and nobody here can make another. */
    @Test
    void aReplicaDoesNotStartWithAnExpiredIntermediateThatItCannotReplace() throws Exception {
        Issuer given = Founding.newIntermediate("acme", root, clock.instant());
        put(Given.INTERMEDIATE, given);
        rotation.adoptGiven(GRACE);
        Files.delete(files.resolve("org-ca.key"));
        clock.advance(INTERMEDIATES_LIFE);

        assertThatThrownBy(() -> replica(Optional.of(files)).load())
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("mastio-ca.crt, the Intermediate given, has expired at ");

        put(Given.INTERMEDIATE, Founding.newIntermediate("acme", root, clock.instant()));
        replica(Optional.of(files)).load();
    }

    /** The proxy has replaced it by itself, by the root's key beside it. */
    @Test
    void anExpiredIntermediateThatWasReplacedMayLieThere() throws Exception {
        put(Given.INTERMEDIATE, Founding.newIntermediate("acme", root, clock.instant()));
        rotation.adoptGiven(GRACE);
        clock.advance(INTERMEDIATES_LIFE.minus(GRACE));
        rotation.rotateIntermediate(GRACE, "test");
        clock.advance(GRACE);

        Pki restarted = replica(Optional.of(files));
        restarted.load();
        rotation.adoptGiven(GRACE);

        assertThat(restarted.required().intermediate().certificate())
                .isEqualTo(pki.required().intermediate().certificate());
        assertThat(journal.actions()).containsExactly("pki.create", "mastio_ca.rotate", "mastio_ca.rotate");
    }

    private Issuer expired() {
        return Founding.newIntermediate("acme", root, clock.instant().minus(INTERMEDIATES_LIFE));
    }

    private void assertStoredAs(Authority before) throws Exception {
        Pki another = replica(Optional.empty());
        another.load();
        assertThat(another.required().root()).isEqualTo(before.root());
        assertThat(another.required().intermediate().certificate())
                .isEqualTo(before.intermediate().certificate());
    }

    private Issuer newRoot() {
        return Issuer.selfSigned(Template.orgRoot("acme"), TestKeys.p256(), clock.instant());
    }

    private void put(String name, Issuer issuer) throws IOException {
        Files.writeString(files.resolve(name + ".crt"), Pem.text(issuer.certificate()));
        Files.writeString(files.resolve(name + ".key"), Pem.text(issuer.key()));
    }

    private Pki replica(Optional<Path> given) {
        return replica(database, given);
    }

    private Pki replica(TestDatabase store, Optional<Path> given) {
        Organisation acme = new Organisation(Optional.of("acme"), "cullis.local", given);
        return new Pki(store.open(), acme, atRest, journal, clock);
    }
}
