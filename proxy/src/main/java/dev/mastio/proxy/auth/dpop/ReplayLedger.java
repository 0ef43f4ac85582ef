package dev.mastio.proxy.auth.dpop;

import dev.mastio.proxy.journal.CallJournal;
import dev.mastio.proxy.journal.CallNote;
import dev.mastio.proxy.store.Asked;
import dev.mastio.proxy.store.GroupCommit;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.StoreUnavailable;
import dev.mastio.proxy.wire.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The used proofs of all replicas, in the shared store. Requests that come while a round trip is under way share the next one, so each
 * waits for two at most and pays for a fraction of one.
 */
public final class ReplayLedger implements Replays, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayLedger.class);

    private static final long LEAST_KEPT_SECONDS = 300;
    /** Expiries are rounded up to this: fewer different values keep their index small. */
    private static final long ROUNDED_TO_SECONDS = 10;

    private static final long SWEEP_SECONDS = 15;
    /** Longer than the store's own patience, which then says why. */
    private static final long PATIENCE_SECONDS = 15;

    private static final int WAITING = 4_096;

    private final ReplayTable table;
    private final InstantSource clock;
    private final CallJournal calls;
    private final GroupCommit<Asked<Claim, Boolean>> claims;
    private final long keptSeconds;
    private long nextSweep;

    /** @param call what is taken down if nobody held the key */
    private record Claim(ReplayKey key, Optional<CallNote> call) {}

    /**
     * A ledger in that store.
     *
     * @param calls takes down what comes with a use
     * @param window for which a proof is good; so long it is remembered, and for five minutes at least
     * @param together how many one transaction takes at most
     */
    public ReplayLedger(Store store, CallJournal calls, InstantSource clock, ProofWindow window, int together) {
        this.keptSeconds = Math.max(LEAST_KEPT_SECONDS, window.length().toSeconds() + 1);
        this.table = new ReplayTable(store);
        this.calls = calls;
        this.clock = clock;
        this.nextSweep = now() + SWEEP_SECONDS;
        this.claims = new GroupCommit<>(
                "replay ledger",
                WAITING,
                together,
                this::settle,
                new GroupCommit.Between(Duration.ofSeconds(SWEEP_SECONDS), this::sweepIfDue));
    }

    @Override
    public void use(Proof proof, Optional<CallNote> call) throws Refusal, InterruptedException {
        Asked<Claim, Boolean> claim = new Asked<>(new Claim(ReplayKey.of(proof), call));
        try {
            claims.add(claim);
            if (!claim.answer().get(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new Refusal(401, "DPoP proof replay detected");
            }
        } catch (StoreUnavailable | ExecutionException | TimeoutException e) {
            LOG.warn("cannot tell whether a proof was used before, refusing it: {}", e.getMessage());
            throw unavailable();
        }
    }

    private static Refusal unavailable() {
        return new Refusal(503, "the store cannot tell now whether this proof was used before")
                .header("Retry-After", "1");
    }

    @Override
    public void close() {
        claims.close();
    }

    /**
     * Returns if proofs can be taken.
     *
     * @throws SQLException if they cannot, and never will be
     */
    public void check() throws SQLException {
        claims.requireOpen();
    }

    private void settle(List<Asked<Claim, Boolean>> group) throws SQLException {
        try {
            settleTogether(group);
        } catch (SQLTransientException e) {
            throw e;
        } catch (SQLException e) {
            if (group.size() == 1) {
                throw e;
            }
            // One of the calls cannot be taken down. The others must not suffer for it.
            for (Asked<Claim, Boolean> claim : group) {
                settleAlone(claim);
            }
        }
    }

    private void settleAlone(Asked<Claim, Boolean> claim) {
        try {
            settleTogether(List.of(claim));
        } catch (SQLException e) {
            claim.fail(e);
        }
    }

    private void settleTogether(List<Asked<Claim, Boolean>> group) throws SQLException {
        TreeMap<ReplayKey, Asked<Claim, Boolean>> distinct = new TreeMap<>();
        for (Asked<Claim, Boolean> claim : group) {
            if (distinct.putIfAbsent(claim.question().key(), claim) != null) {
                claim.answer().complete(false);
            }
        }
        Set<ReplayKey> claimed = table.claim(
                distinct.navigableKeySet(),
                now(),
                expiry(),
                (connection, keys) -> takeDown(connection, distinct, keys));
        distinct.forEach((key, claim) -> claim.answer().complete(claimed.contains(key)));
    }

    private void takeDown(Connection connection, Map<ReplayKey, Asked<Claim, Boolean>> claims, Set<ReplayKey> claimed)
            throws SQLException {
        List<CallNote> notes = claims.values().stream()
                .map(Asked::question)
                .filter(claim -> claimed.contains(claim.key()))
                .flatMap(claim -> claim.call().stream())
                .toList();
        if (!notes.isEmpty()) {
            calls.write(connection, notes);
        }
    }

    private void sweepIfDue() {
        if (now() < nextSweep) {
            return;
        }
        try {
            // One portion at a time: requests wait behind it.
            nextSweep = table.sweep(now()) ? now() : now() + SWEEP_SECONDS;
        } catch (Throwable e) {
            nextSweep = now() + SWEEP_SECONDS;
            LOG.warn("cannot forget expired proofs: {}", e.getMessage());
        }
    }

    private long expiry() {
        long exact = now() + keptSeconds;
        return Math.ceilDiv(exact, ROUNDED_TO_SECONDS) * ROUNDED_TO_SECONDS;
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
