package dev.mastio.proxy.audit;

import dev.mastio.proxy.audit.chain.AuditTime;
import dev.mastio.proxy.audit.proof.AnchorToken;
import dev.mastio.proxy.audit.proof.Checkpoint;
import dev.mastio.proxy.audit.proof.EcKeys;
import dev.mastio.proxy.audit.proof.SigningKey;
import dev.mastio.proxy.audit.proof.TimeStampAuthority;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Json;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Now and then signs the last row of each chain that has grown, and has an authority elsewhere confirm it. Every replica does so; which of
 * them comes first does not matter.
 */
public final class Checkpoints implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private static final Duration LOOK = Duration.ofMinutes(1);

    private final Store store;
    private final InstantSource clock;
    private final Duration every;
    private final Supplier<Optional<SigningKey>> key;
    private final Optional<TimeStampAuthority> authority;
    private final Thread thread;
    private final ProvenRows provenRows;

    /**
     * Begins.
     *
     * @param every how much time lies between two of them at least
     * @param key empty as long as there is none
     */
    public Checkpoints(
            Store store,
            InstantSource clock,
            Duration every,
            Supplier<Optional<SigningKey>> key,
            Optional<TimeStampAuthority> authority) {
        this.store = store;
        this.provenRows = new ProvenRows(store);
        this.clock = clock;
        this.every = every;
        this.key = key;
        this.authority = authority;
        this.thread = Thread.ofVirtual().name("audit-checkpoints").unstarted(this::run);
    }

    /** From now on in the background. */
    public Checkpoints start() {
        thread.start();
        return this;
    }

    /** Does what is due now. */
    void makeThoseDue() throws SQLException {
        List<Chain> chains = store.read(Chain::all);
        // Before anything is proven anew, which may fail.
        for (Chain chain : chains) {
            provenRows.look(chain);
        }
        for (Chain chain : chains) {
            Optional<Head> head = store.read(chain::head);
            if (head.isPresent()) {
                sign(chain.orgId(), head.get());
                anchor(chain.orgId(), head.get());
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        authority.ifPresent(TimeStampAuthority::close);
    }

    private void sign(String org, Head head) throws SQLException {
        Optional<SigningKey> current = key.get();
        Optional<ProofTables.Proof> last = store.read(connection -> ProofTables.lastCheckpoint(connection, org));
        if (current.isEmpty() || last.filter(made -> !isDue(made, head)).isPresent()) {
            return;
        }
        SigningKey with = current.get();
        Checkpoint checkpoint = new Checkpoint(org, head.seq(), head.hash(), AuditTime.text(clock.instant()));
        try {
            ProofTables.Signed signed = new ProofTables.Signed(
                    checkpoint, with.kid(), Json.text(EcKeys.jwk(with.publicKey())), checkpoint.signed(with));
            store.write(connection -> ProofTables.add(connection, signed));
        } catch (GeneralSecurityException e) {
            LOG.warn("cannot sign a checkpoint of {}", org, e);
        }
    }

    private void anchor(String org, Head head) throws SQLException {
        if (authority.isEmpty()) {
            return;
        }
        Optional<ProofTables.Proof> last = store.read(connection -> ProofTables.lastAnchor(connection, org));
        if (last.filter(made -> !isDue(made, head)).isPresent()) {
            return;
        }
        TimeStampAuthority asked = authority.get();
        try {
            ProofTables.Anchor anchor = new ProofTables.Anchor(
                    org,
                    head.seq(),
                    head.hash(),
                    AnchorToken.base64(asked.stamp(head.hash())),
                    asked.shownAddress(),
                    AuditTime.text(clock.instant()));
            store.write(connection -> ProofTables.add(connection, anchor));
        } catch (IOException e) {
            LOG.warn("no time stamp from {}, trying again later: {}", asked.shownAddress(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isDue(ProofTables.Proof last, Head head) {
        Instant next = AuditTime.read(last.createdAt()).plus(every);
        return head.seq() > last.row().seq() && !clock.instant().isBefore(next);
    }

    private void run() {
        try {
            while (true) {
                // Looks more often than it acts: where processes live shorter than that, there would never be one.
                Thread.sleep(every.compareTo(LOOK) < 0 ? every : LOOK);
                try {
                    makeThoseDue();
                } catch (SQLException | RuntimeException | Error e) {
                    LOG.warn("no checkpoints now, trying again later: {}", e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            // closed
        }
    }
}
