package dev.mastio.proxy.pki;

import dev.mastio.proxy.journal.Journal;
import dev.mastio.proxy.pki.PkiRows.Stored;
import dev.mastio.proxy.store.SharedValues;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Refusal;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
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

    private final Store store;
    private final Organisation organisation;
    private final AtRest atRest;
    private final Opening opening;
    private final Journal journal;
    private final InstantSource clock;
    private final ReentrantLock loading = new ReentrantLock();
    private final Looks looks = new Looks(this::refresh);
    private volatile @Nullable Authority current;
    /** Why nothing is loaded. */
    private volatile String obstacle = "not loaded yet";
    /** Why the store cannot be the one that the certification was loaded from. */
    private volatile @Nullable String strange;

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
     * @throws SQLException if not, or if it is not that of the store any more; the log says why
     */
    public void check() throws SQLException {
        if (current == null) {
            throw new SQLException(obstacle);
        }
        String why = strange;
        if (why != null) {
            throw new SQLException(why);
        }
    }

    /**
     * The key of that name, if tokens that it signed are good now. Looks in the store for keys that other replicas made.
     *
     * @throws Refusal with status 503 if that cannot be told now
     */
    public Optional<TokenKey> tokenKey(String kid) throws Refusal {
        Optional<TokenKey> known = knownTokenKey(kid);
        return known.isPresent() ? known : tokenKeyMadeElsewhere(kid);
    }

    private Optional<TokenKey> tokenKeyMadeElsewhere(String kid) throws Refusal {
        required();
        looks.until(() -> knownTokenKey(kid).isPresent());
        return knownTokenKey(kid);
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
                requireNew();
                found(given.isPresent() ? Optional.of(given.get().inTime(clock.instant())) : given);
                stored = store.read(PkiRows::read);
            }
            requireSame(stored);
            Authority loaded = opening.authority(stored, given);
            if (given.isPresent() && isAllThereIs(given.get(), stored, loaded)) {
                given.get().requireIntermediateIsValid(clock.instant());
            }
            sealWhatIsNot(stored, loaded);
            strange = null;
            current = loaded;
        } catch (PkiException e) {
            obstacle = String.valueOf(e.getMessage());
            throw e;
        } finally {
            loading.unlock();
        }
    }

    /** Whether that Intermediate is the one in use and cannot be replaced by itself, for want of the root's key. */
    private static boolean isAllThereIs(Given given, Stored stored, Authority loaded) {
        return given.rootKey().isEmpty()
                && !stored.secrets().containsKey(PkiRows.ROOT)
                && given.intermediate()
                        .map(Issuer::certificate)
                        .filter(loaded.intermediate().certificate()::equals)
                        .isPresent();
    }

    /** A store that was emptied, or changed for another, under a process that runs must not be taken for the organisation's. */
    private void requireNew() throws PkiException {
        if (current != null) {
            throw stranger("the certification is gone from the store; bring it back, or restart to begin anew");
        }
    }

    private void requireSame(Stored stored) throws PkiException {
        Authority known = current;
        X509Certificate root = opening.root(stored);
        if (known != null && !known.root().equals(root)) {
            throw stranger("the store has another Org Root than before (SHA-256 " + Fingerprints.of(root) + ", not "
                    + Fingerprints.of(known.root())
                    + "); bring the former store back, or restart to go on with this one");
        }
    }

    private PkiException stranger(String why) {
        strange = why;
        return new PkiException(why);
    }

    /** The organisation's name in the store, without opening any key; empty if the store has no certification yet. */
    public Optional<String> storedOrganisation() throws SQLException {
        return store.read(connection -> SharedValues.get(connection, PkiRows.ORG));
    }

    /** Loads again if another replica changed something. */
    public void refresh() throws SQLException, PkiException {
        Authority known = current;
        if (known == null || strange != null || !store.read(connection -> PkiRows.holds(connection, known))) {
            load();
        }
    }

    /** What lies in the given directory now. */
    Optional<Given> given() throws PkiException {
        if (organisation.given().isEmpty()) {
            return Optional.empty();
        }
        Given given = Given.from(organisation.given().get());
        Authority known = current;
        if (known != null) {
            opening.requireSame(known.root(), given);
        }
        return Optional.of(given);
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
        Map<String, String> clearValues = new HashMap<>(stored.values());
        clearValues.entrySet().removeIf(value -> !isKey(value.getKey()) || !atRest.shouldSeal(value.getValue()));
        boolean clear = !clearValues.isEmpty()
                || stored.secrets().values().stream().anyMatch(atRest::shouldSeal)
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
            for (var value : clearValues.entrySet()) {
                // Nothing if it was changed meanwhile: whoever did that has sealed it.
                SharedValues.replace(connection, value.getKey(), value.getValue(), atRest.seal(value.getValue(), now));
            }
            PkiRows.resealTokenKey(connection, loaded.tokenKey().kid(), tokenKey);
            return true;
        });
        LOG.info("encrypted the private keys that lay in the database in the clear");
    }

    private static boolean isKey(String name) {
        return AgentKeys.isKey(name) || SharedKey.NAMES.contains(name);
    }
}
