package dev.mastio.proxy.pki;

import dev.mastio.proxy.journal.Journal;
import dev.mastio.proxy.pki.PkiRows.Stored;
import dev.mastio.proxy.store.SharedValues;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Refusal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The organisation's certification as this replica knows it. Made once per store, loaded at start, and looked at again every minute,
 * because another replica may have rotated it.
 */
public final class Pki {

    private static final Logger LOG = LoggerFactory.getLogger(Pki.class);
    /** Anybody can send tokens with made-up key names; they must not become a way to load the database. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Store store;
    private final Organisation organisation;
    private final AtRest atRest;
    private final Opening opening;
    private final Journal journal;
    private final InstantSource clock;
    private final ReentrantLock loading = new ReentrantLock();
    private volatile @Nullable Authority current;
    private volatile Instant looked = Instant.MIN;

    public Pki(Store store, Organisation organisation, AtRest atRest, Journal journal, InstantSource clock) {
        this.store = store;
        this.organisation = organisation;
        this.atRest = atRest;
        this.opening = new Opening(organisation, atRest);
        this.journal = journal;
        this.clock = clock;
    }

    /** What is known now; empty until {@link #load} has succeeded. */
    public Optional<Authority> authority() {
        return Optional.ofNullable(current);
    }

    /**
     * What is known now.
     *
     * @throws Refusal with status 503 as long as that is nothing
     */
    public Authority required() throws Refusal {
        return authority().orElseThrow(() -> new Refusal(503, "Org CA not loaded"));
    }

    /**
     * Returns if the certification is loaded.
     *
     * @throws SQLException if not; the log says why
     */
    public void check() throws SQLException {
        if (current == null) {
            throw new SQLException("not loaded yet");
        }
    }

    /** The key of that name, if tokens that it signed are good now. Looks in the store for keys that other replicas made. */
    public Optional<TokenKey> tokenKey(String kid) {
        Optional<TokenKey> known = knownTokenKey(kid);
        Instant now = clock.instant();
        if (known.isEmpty() && !now.isBefore(looked.plus(BETWEEN_LOOKS))) {
            try {
                refresh();
            } catch (SQLException | PkiException e) {
                LOG.warn("cannot look for the key of a token in the store: {}", e.getMessage());
            }
            return knownTokenKey(kid);
        }
        return known;
    }

    private Optional<TokenKey> knownTokenKey(String kid) {
        return authority().flatMap(authority -> authority.tokenKey(kid, clock.instant()));
    }

    /**
     * Loads the certification, and makes it first if the store has none.
     *
     * @throws SQLException if the store does not answer; trying again may help
     * @throws PkiException if settings and store contradict each other; trying again will not help
     */
    public void load() throws SQLException, PkiException {
        loading.lock();
        try {
            Optional<Given> given = given();
            Stored stored = store.read(PkiRows::read);
            if (stored.epoch().isEmpty()) {
                found(given);
                stored = store.read(PkiRows::read);
            }
            Authority loaded = opening.authority(stored, given);
            sealWhatIsNot(stored, loaded);
            looked = clock.instant();
            current = loaded;
        } finally {
            loading.unlock();
        }
    }

    /** The organisation's name in the store, without opening any key; empty if the store has no certification yet. */
    public Optional<String> storedOrganisation() throws SQLException {
        return store.read(connection -> SharedValues.get(connection, PkiRows.ORG));
    }

    /** Loads again if another replica changed something. */
    public void refresh() throws SQLException, PkiException {
        looked = clock.instant();
        Optional<String> epoch = store.read(connection -> SharedValues.get(connection, PkiRows.EPOCH));
        Authority known = current;
        if (known == null || !epoch.equals(Optional.of(Long.toString(known.epoch())))) {
            load();
        }
    }

    Optional<Given> given() throws PkiException {
        return organisation.given().isPresent()
                ? Optional.of(Given.from(organisation.given().get()))
                : Optional.empty();
    }

    /**
     * The Org Root with its key, for the moment of a rotation.
     *
     * @throws Refusal with status 503 if its key is not here
     */
    Issuer root() throws SQLException, PkiException, Refusal {
        Optional<Issuer> given = given().flatMap(Given::rootKey);
        if (given.isPresent()) {
            return given.get();
        }
        String sealed = store.read(PkiRows::read).secrets().get(PkiRows.ROOT);
        if (sealed == null) {
            throw new Refusal(503, "the Org Root's key is not here; give a new Intermediate that it signed");
        }
        return Secret.openIssuer(sealed, required().root(), atRest);
    }

    private void found(Optional<Given> given) throws SQLException {
        Instant now = clock.instant();
        Founding founding = Founding.prepare(organisation, given, atRest, now);
        if (store.write(connection -> founding.store(connection, journal, now))) {
            LOG.info(
                    "made the certification of {}; SHA-256 of its Org Root: {}",
                    founding.org(),
                    Fingerprints.of(founding.root()));
            if (!atRest.encrypts()) {
                LOG.warn("MCP_PROXY_DB_ENCRYPTION_KEY is not set: private keys lie in the database in the clear");
            }
        }
    }

    /** Keys from before there was a passphrase. */
    private void sealWhatIsNot(Stored stored, Authority loaded) throws SQLException {
        Instant now = clock.instant();
        boolean clear = stored.secrets().values().stream().anyMatch(atRest::shouldSeal)
                || stored.tokenKeys().stream().anyMatch(row -> atRest.shouldSeal(row.privateKey()));
        if (!clear) {
            return;
        }
        String tokenKey = Secret.seal(loaded.tokenKey(), atRest, now);
        String epoch = Long.toString(loaded.epoch());
        store.write(connection -> {
            // The lock on this row keeps a rotation elsewhere from being undone half.
            if (!SharedValues.replace(connection, PkiRows.EPOCH, epoch, epoch)) {
                return false;
            }
            for (var secret : stored.secrets().entrySet()) {
                if (atRest.shouldSeal(secret.getValue())) {
                    PkiRows.putSecret(connection, secret.getKey(), atRest.seal(secret.getValue(), now), now);
                }
            }
            PkiRows.resealTokenKey(connection, loaded.tokenKey().kid(), tokenKey);
            return true;
        });
        LOG.info("encrypted the private keys that lay in the database in the clear");
    }
}
