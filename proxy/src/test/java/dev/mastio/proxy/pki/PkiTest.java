package dev.mastio.proxy.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mastio.proxy.MovableClock;
import dev.mastio.proxy.crypto.CertificateChain;
import dev.mastio.proxy.journal.RecordedJournal;
import dev.mastio.proxy.store.ForwardingStore;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Store.Kind.class)
class PkiTest {

    private static final Optional<String> PASSPHRASE = Optional.of("a passphrase of thirty-two letters");
    private static final Organisation ACME = new Organisation(Optional.of("acme"), "cullis.local", Optional.empty());

    private final Store.Kind kind;

    @TempDir
    private Path directory;

    private final MovableClock clock = new MovableClock(Instant.parse("2026-06-01T12:00:00Z"));
    private final RecordedJournal journal = new RecordedJournal();
    private TestDatabase database;

    PkiTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.fresh(kind, directory);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void makesTheCertificationOnceAndFindsItAgain() throws Exception {
        Pki first = pki(ACME, PASSPHRASE);
        first.load();
        Pki second = pki(ACME, PASSPHRASE);
        second.load();

        assertThat(second.required().root()).isEqualTo(first.required().root());
        assertThat(second.required().tokenKey().kid())
                .isEqualTo(first.required().tokenKey().kid());
        assertThat(second.required().intermediate().key().getEncoded())
                .isEqualTo(first.required().intermediate().key().getEncoded());
        assertThat(journal.actions()).containsExactly("pki.create");
    }

    @Test
    void isTheSameForAllReplicasThatStartAtOnce() throws Exception {
        List<Pki> replicas = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            replicas.add(pki(ACME, Optional.empty()));
        }

        try (ExecutorService threads = Executors.newFixedThreadPool(replicas.size())) {
            List<Future<?>> loads = new ArrayList<>();
            for (Pki replica : replicas) {
                loads.add(threads.submit(() -> {
                    replica.load();
                    return null;
                }));
            }
            for (Future<?> load : loads) {
                load.get();
            }
        }

        Authority first = replicas.getFirst().required();
        for (Pki replica : replicas) {
            assertThat(replica.required().root()).isEqualTo(first.root());
            assertThat(replica.required().tokenKey().kid())
                    .isEqualTo(first.tokenKey().kid());
        }
        assertThat(journal.actions()).containsExactly("pki.create");
    }

    @Test
    void keepsNoPrivateKeyInTheClearUnderAPassphrase() throws Exception {
        pki(ACME, PASSPHRASE).load();

        assertThat(everything())
                .contains("enc:pki:v1:")
                .contains("BEGIN CERTIFICATE")
                .doesNotContain("PRIVATE");
    }

    @Test
    void encryptsKeysThatWereMadeWithoutPassphrase() throws Exception {
        Pki before = pki(ACME, Optional.empty());
        before.load();
        byte[] rootKey = before.root().key().getEncoded();
        assertThat(everything()).contains("PRIVATE");

        Pki after = pki(ACME, PASSPHRASE);
        after.load();

        assertThat(everything()).doesNotContain("PRIVATE");
        assertThat(after.required().root()).isEqualTo(before.required().root());
        Pki again = pki(ACME, PASSPHRASE);
        again.load();
        assertThat(again.required().tokenKey().kid())
                .isEqualTo(before.required().tokenKey().kid());
        assertThat(again.root().key().getEncoded()).isEqualTo(rootKey);
    }

    @Test
    void encryptsEveryOtherKeyToo() throws Exception {
        Pki before = pki(ACME, Optional.empty());
        before.load();
        Store store = database.open();
        KeyPair agent = TestKeys.p256();
        AtRest clear = AtRest.under(Optional.empty());
        store.write(connection -> {
            new AgentKeys(store, clear, clock).put(connection, "acme::alice", agent.getPrivate());
            return true;
        });
        byte[] cookies = new SharedKey(store, clear, SharedKey.DASHBOARD, clock).bytes();
        byte[] nonces = new SharedKey(store, clear, SharedKey.ATTESTATION, clock).bytes();

        pki(ACME, PASSPHRASE).load();

        assertThat(everything())
                .doesNotContain("PRIVATE")
                .doesNotContain(HexFormat.of().formatHex(cookies))
                .doesNotContain(HexFormat.of().formatHex(nonces))
                .contains("org_idacme");
        AtRest sealed = AtRest.under(PASSPHRASE);
        assertThat(new AgentKeys(store, sealed, clock).find("acme::alice", agent.getPublic()))
                .contains(agent.getPrivate());
        assertThat(new SharedKey(store, sealed, SharedKey.DASHBOARD, clock).bytes())
                .isEqualTo(cookies);
        assertThat(new SharedKey(store, sealed, SharedKey.ATTESTATION, clock).bytes())
                .isEqualTo(nonces);
    }

    @Test
    void makesNothingAnewInAStoreThatIsEmptiedUnderIt() throws Exception {
        Pki running = pki(ACME, Optional.empty());
        running.load();
        Authority before = running.required();
        empty();

        assertThatThrownBy(running::refresh)
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("gone from the store");

        assertThat(running.required()).isSameAs(before);
        assertThatThrownBy(running::check).hasMessageContaining("gone from the store");
        assertThat(everything()).isEmpty();
    }

    @Test
    void doesNotGoOverToAnotherRoot() throws Exception {
        Pki running = pki(ACME, Optional.empty());
        running.load();
        Authority before = running.required();
        empty();
        Pki restarted = pki(ACME, Optional.empty());
        restarted.load();
        running.check();

        assertThatThrownBy(running::refresh)
                .isInstanceOf(PkiException.class)
                .hasMessageContaining(Fingerprints.of(restarted.required().root()));

        assertThat(running.required()).isSameAs(before);
        assertThatThrownBy(running::check).hasMessageContaining("another Org Root");
    }

    private void empty() throws SQLException {
        database.open().write(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String table : List.of("proxy_config", "pki_key_store", "mastio_keys", "retired_intermediates")) {
                    statement.executeUpdate("DELETE FROM " + table);
                }
                return true;
            }
        });
    }

    @Test
    void saysWhichSettingIsWrongWhenTheKeysDoNotOpen() throws Exception {
        pki(ACME, PASSPHRASE).load();

        assertThatThrownBy(pki(ACME, Optional.of("another passphrase of that length"))::load)
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("MCP_PROXY_DB_ENCRYPTION_KEY");
        assertThatThrownBy(pki(ACME, Optional.empty())::load)
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("MCP_PROXY_DB_ENCRYPTION_KEY is not set");
    }

    @Test
    void refusesAStoreOfAnotherOrganisation() throws Exception {
        pki(ACME, Optional.empty()).load();

        assertThatThrownBy(
                        pki(new Organisation(Optional.of("bravo"), "cullis.local", Optional.empty()), Optional.empty())
                                ::load)
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("MCP_PROXY_ORG_ID is \"bravo\"");
    }

    @Test
    void namesAnOrganisationAfterItsRootKeyIfNobodyDoes() throws Exception {
        Pki pki = pki(new Organisation(Optional.empty(), "cullis.local", Optional.empty()), Optional.empty());
        pki.load();

        Authority authority = pki.required();
        assertThat(authority.org())
                .isEqualTo(Fingerprints.of(authority.root().getPublicKey()).substring(0, 16));
        assertThat(Template.commonName(authority.root())).isEqualTo(authority.org() + " CA");
    }

    @Test
    void usesARootThatIsGivenAndKeepsItsKeyOutOfTheStore() throws Exception {
        Issuer root = Issuer.selfSigned(Template.orgRoot("acme"), TestKeys.p256(), clock.instant());
        Organisation given = given(root, Optional.of(root), Optional.empty());

        Pki pki = pki(given, Optional.empty());
        pki.load();

        assertThat(pki.required().root()).isEqualTo(root.certificate());
        assertThat(CertificateChain.isSigned(pki.required().intermediate().certificate(), root.certificate()))
                .isTrue();
        assertThat(everything())
                .doesNotContain(Base64.getEncoder()
                        .encodeToString(root.key().getEncoded())
                        .substring(0, 40));
    }

    @Test
    void refusesAGivenRootThatIsNotTheStores() throws Exception {
        pki(ACME, Optional.empty()).load();
        Issuer other = Issuer.selfSigned(Template.orgRoot("acme"), TestKeys.p256(), clock.instant());

        Pki pki = pki(given(other, Optional.of(other), Optional.empty()), Optional.empty());

        assertThatThrownBy(pki::load)
                .isInstanceOf(PkiException.class)
                .hasMessageContaining(Fingerprints.of(other.certificate()));

        assertThatThrownBy(pki::check)
                .hasMessageContaining("is not the one that the store was made with; give that one");
    }

    @Test
    void takesAGivenIntermediateWhenTheRootsKeyIsElsewhere() throws Exception {
        Issuer root = Issuer.selfSigned(Template.orgRoot("acme"), TestKeys.p256(), clock.instant());
        Issuer intermediate = Founding.newIntermediate("acme", root, clock.instant());

        Pki pki = pki(given(root, Optional.empty(), Optional.of(intermediate)), Optional.empty());
        pki.load();

        assertThat(pki.required().intermediate().certificate()).isEqualTo(intermediate.certificate());
        assertThatThrownBy(pki::root).hasMessageContaining("Root's key is not here");
    }

    @Test
    void makesNothingWhenTheAuditLogTakesNothing() throws Exception {
        journal.breakDown();
        Pki pki = pki(ACME, Optional.empty());

        assertThatThrownBy(pki::load).isInstanceOf(SQLException.class);

        assertThat(everything()).isEmpty();
    }

    @Test
    void looksForTokenKeysOfOtherReplicas() throws Exception {
        Pki here = pki(ACME, Optional.empty());
        here.load();
        Pki there = pki(ACME, Optional.empty());
        there.load();
        rotation(there).rotateIntermediate(Duration.ofDays(14), "test");

        assertThat(here.tokenKey("mastio-0123456789abcdef")).isEmpty();
        assertThat(here.tokenKey(there.required().tokenKey().kid())).isPresent();
        // Right after a look, too.
        rotation(there).rotateIntermediate(Duration.ofDays(14), "test");
        assertThat(here.tokenKey("mastio-0123456789abcdef")).isEmpty();
        rotation(there).rotateIntermediate(Duration.ofDays(14), "test");
        assertThat(here.tokenKey(there.required().tokenKey().kid())).isPresent();
    }

    @Test
    void saysOfNoTokenKeyThatThereIsNoneBeforeItKnows() throws Exception {
        Pki there = pki(ACME, Optional.empty());
        there.load();
        String kid = there.required().tokenKey().kid();
        AtomicBoolean away = new AtomicBoolean();
        Pki here =
                new Pki(new AbsentStore(database.open(), away), ACME, AtRest.under(Optional.empty()), journal, clock);

        assertUnknown(here, kid);
        here.load();
        assertThat(here.tokenKey(kid)).isPresent();

        away.set(true);
        rotation(there).rotateIntermediate(Duration.ofDays(14), "test");
        String next = there.required().tokenKey().kid();
        assertUnknown(here, next);
        assertThat(here.tokenKey(kid)).isPresent();
        away.set(false);
        assertThat(here.tokenKey(next)).isPresent();
    }

    private static void assertUnknown(Pki pki, String kid) {
        assertThatThrownBy(() -> pki.tokenKey(kid))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(503));
    }

    /** A store that is away at times. */
    private record AbsentStore(Store store, AtomicBoolean away) implements ForwardingStore {

        @Override
        public <T> T read(Work<T> work) throws SQLException {
            if (away.get()) {
                throw new SQLException("the store is away");
            }
            return store.read(work);
        }
    }

    private Pki pki(Organisation organisation, Optional<String> passphrase) throws SQLException {
        return new Pki(database.open(), organisation, AtRest.under(passphrase), journal, clock);
    }

    private Rotation rotation(Pki pki) throws SQLException {
        return new Rotation(pki, database.open(), AtRest.under(Optional.empty()), journal, clock);
    }

    private Organisation given(Issuer root, Optional<Issuer> rootKey, Optional<Issuer> intermediate) throws Exception {
        Path files = Files.createTempDirectory(directory, "given");
        Files.writeString(files.resolve("org-ca.crt"), Pem.text(root.certificate()));
        if (rootKey.isPresent()) {
            Files.writeString(
                    files.resolve("org-ca.key"), Pem.text(rootKey.get().key()));
        }
        if (intermediate.isPresent()) {
            Files.writeString(
                    files.resolve("mastio-ca.crt"), Pem.text(intermediate.get().certificate()));
            Files.writeString(
                    files.resolve("mastio-ca.key"), Pem.text(intermediate.get().key()));
        }
        return new Organisation(Optional.of("acme"), "cullis.local", Optional.of(files));
    }

    /** All text that lies in the tables. */
    private String everything() throws SQLException {
        return database.open().read(connection -> {
            StringBuilder text = new StringBuilder();
            for (String query : List.of(
                    "SELECT key || value FROM proxy_config",
                    "SELECT name || envelope FROM pki_key_store",
                    "SELECT kid || privkey_pem || cert_pem FROM mastio_keys")) {
                try (var statement = connection.createStatement();
                        var row = statement.executeQuery(query)) {
                    while (row.next()) {
                        text.append(row.getString(1)).append('\n');
                    }
                }
            }
            return text.toString();
        });
    }
}
