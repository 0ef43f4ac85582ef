package dev.mastio.proxy.auth.dpop;

import dev.mastio.proxy.journal.CallJournal;
import dev.mastio.proxy.journal.CallNote;
import dev.mastio.proxy.store.Asked;
import dev.mastio.proxy.store.GroupCommit;
import dev.mastio.proxy.store.GroupThread;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Refusal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The used proofs of all replicas, in the shared store. Requests that come while a round trip is under way share the next one, so each
 * waits for two at most and pays for a fraction of one. Those that are taken down with a call go apart from the others, which then do
 * not wait for whoever else writes the audit log.
 */
public final class ReplayLedger<R> implements Replays, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayLedger.class);

    private static final Duration SWEPT_EVERY = Duration.ofSeconds(15);
    /** Longer than the store's own patience, which says why, but of calls on SQLite, where the store does not wait for itself. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final int WAITING = 4_096;
    private static final int TOGETHER = 512;

    private final Store store;
    private final ReplayTable table;
    private final ReplayTimes times;
    private final CallJournal<R> calls;
    private final Duration patience;
    private final GroupCommit<Asked<Claim<R>, Claim.Outcome>> alone;
    private final GroupCommit<Asked<Claim<R>, Claim.Outcome>> withCalls;
    private Duration nextSweep;

    /**
     * A ledger in that store.
     *
     * @param calls takes down what comes with a use
     * @param mark of the registry, for uses that depend on it
     * @param window for which a proof is good; so long it is remembered, and for five minutes at least
     * @param callsTogether how many uses that come with a call one transaction takes at most
     */
    public ReplayLedger(
            Store store,
            CallJournal<R> calls,
            RegistryMark mark,
            InstantSource clock,
            ProofWindow window,
            int callsTogether) {
        ReplayTimes times = new ReplayTimes(clock, System::nanoTime, window);
        this(store, ReplayTable.of(store, times), calls, mark, times, callsTogether, PATIENCE);
    }

    ReplayLedger(
            Store store,
            ReplayTable table,
            CallJournal<R> calls,
            RegistryMark mark,
            ReplayTimes times,
            int callsTogether,
            Duration patience) {
        this.store = store;
        this.table = table;
        this.times = times;
        this.calls = calls;
        this.patience = patience;
        this.nextSweep = times.sinceSomeTime().plus(SWEPT_EVERY);
        Settlement<R> settlement = new Settlement<>(store, table, calls.writing(), mark, times);
        this.alone = new GroupThread<>(
                "replay ledger", WAITING, TOGETHER, settlement, new GroupThread.Between(SWEPT_EVERY, this::sweepIfDue));
        this.withCalls = store.groups("replay ledger of calls", WAITING, callsTogether, settlement);
    }

    @Override
    public void use(Proof proof, Optional<CallNote> call, Optional<String> mark)
            throws Refusal, OutdatedException, InterruptedException {
        Claim<R> claim = new Claim<>(ReplayKey.of(proof), call.map(calls.rows()), mark);
        switch (settled(claim)) {
            case CLAIMED -> {}
            case USED_BEFORE -> throw new Refusal(401, "DPoP proof replay detected");
            case OUTDATED -> throw new OutdatedException();
        }
    }

    private Claim.Outcome settled(Claim<R> claim) throws Refusal, InterruptedException {
        boolean calling = claim.row().isPresent();
        Asked<Claim<R>, Claim.Outcome> asked = new Asked<>(claim);
        try {
            // Not by whoever settles, which on SQLite keeps all others from writing.
            table.prepare();
            (calling ? withCalls : alone).add(asked);
            return asked.await(patience);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NoRoomException) {
                throw shed();
            }
            throw unavailable(calling, e);
        } catch (SQLException | TimeoutException e) {
            throw unavailable(calling, e);
        }
    }

    private static Refusal shed() {
        return new Refusal(503, "Mastio is shedding load — retry shortly")
                .header("Retry-After", "1")
                .header("x-cullis-shed-reason", "proof_memory_limit");
    }

    private static Refusal unavailable(boolean calling, Exception reason) {
        LOG.warn(
                "cannot use up a proof{}, refusing it: {}",
                calling ? " and take its call down" : "",
                reason.toString());
        String detail = calling
                ? "the store cannot use up this proof and take down its call now"
                : "the store cannot tell now whether this proof was used before";
        return new Refusal(503, detail).header("Retry-After", "1");
    }

    @Override
    public void close() {
        alone.close();
        withCalls.close();
    }

    /**
     * Returns if proofs can be taken.
     *
     * @throws SQLException if they cannot
     */
    public void check() throws SQLException {
        alone.requireOpen();
        withCalls.requireOpen();
        table.check();
    }

    /** Whether there is more to forget. Only a portion at once: requests wait behind it. */
    private boolean sweepIfDue() {
        Duration present = times.sinceSomeTime();
        if (present.compareTo(nextSweep) < 0) {
            return false;
        }
        nextSweep = present.plus(SWEPT_EVERY);
        try {
            table.prepare();
            boolean more = store.write(connection -> table.sweep(connection, times.now()));
            if (more) {
                nextSweep = present;
            }
            return more;
        } catch (Throwable e) {
            LOG.warn("cannot forget expired proofs: {}", e.getMessage());
            return false;
        }
    }
}
