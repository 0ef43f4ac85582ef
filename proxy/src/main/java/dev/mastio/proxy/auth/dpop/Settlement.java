package dev.mastio.proxy.auth.dpop;

import dev.mastio.proxy.auth.dpop.Claim.Outcome;
import dev.mastio.proxy.journal.CallJournal;
import dev.mastio.proxy.store.Asked;
import dev.mastio.proxy.store.GroupCommit;
import dev.mastio.proxy.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Settles claims that wait together: all in one transaction; each in its own where one of them would spoil it for the others. */
final class Settlement<R> implements GroupCommit.Group<Asked<Claim<R>, Outcome>> {

    private final Store store;
    private final ReplayTable table;
    private final CallJournal.Writing<R> journal;
    private final RegistryMark mark;
    private final ReplayTimes times;

    Settlement(Store store, ReplayTable table, CallJournal.Writing<R> journal, RegistryMark mark, ReplayTimes times) {
        this.store = store;
        this.table = table;
        this.journal = journal;
        this.mark = mark;
        this.times = times;
    }

    @Override
    public void commit(List<Asked<Claim<R>, Outcome>> group) throws SQLException {
        try {
            settle(group);
        } catch (SQLTransientException e) {
            // Of the store, not of one of them: each alone would fail as well, and take as long.
            throw e;
        } catch (Throwable e) {
            if (group.size() == 1) {
                throw e;
            }
            for (Asked<Claim<R>, Outcome> claim : group) {
                settleAlone(claim);
            }
        }
    }

    private void settleAlone(Asked<Claim<R>, Outcome> claim) throws SQLTransientException {
        try {
            settle(List.of(claim));
        } catch (SQLTransientException e) {
            throw e;
        } catch (Throwable e) {
            claim.fail(e);
        }
    }

    private void settle(List<Asked<Claim<R>, Outcome>> group) throws SQLException {
        List<Asked<Claim<R>, Outcome>> waiting =
                group.stream().filter(Asked::take).toList();
        if (waiting.isEmpty()) {
            return;
        }
        Store.Work<Settled<R>> work = connection -> settle(connection, waiting);
        Settled<R> settled = waiting.stream().allMatch(Settlement::isNothingButAUse)
                ? store.writeByOneStatement(work)
                : store.write(work);
        // Only now, also for those that come second in a group: had the first one failed, they would be tried
        // themselves.
        waiting.forEach(claim -> claim.answer().complete(settled.outcome(claim)));
    }

    private static boolean isNothingButAUse(Asked<? extends Claim<?>, Outcome> claim) {
        return claim.question().mark().isEmpty() && claim.question().row().isEmpty();
    }

    private Settled<R> settle(Connection connection, List<Asked<Claim<R>, Outcome>> waiting) throws SQLException {
        Optional<String> present =
                waiting.stream().anyMatch(claim -> claim.question().mark().isPresent())
                        ? Optional.of(mark.read(connection))
                        : Optional.empty();
        TreeMap<ReplayKey, Asked<Claim<R>, Outcome>> first = new TreeMap<>();
        for (Asked<Claim<R>, Outcome> claim : waiting) {
            if (claim.question().isUnder(present)) {
                first.putIfAbsent(claim.question().key(), claim);
            }
        }
        Set<ReplayKey> claimed = first.isEmpty()
                ? Set.of()
                : table.claim(connection, first.navigableKeySet(), times.now(), times.expiry());
        takeDown(connection, first, claimed);
        return new Settled<>(present, first, claimed);
    }

    /** What came of claims, once it is durable. */
    private record Settled<R>(
            Optional<String> mark, Map<ReplayKey, Asked<Claim<R>, Outcome>> first, Set<ReplayKey> claimed) {

        Outcome outcome(Asked<Claim<R>, Outcome> claim) {
            if (!claim.question().isUnder(mark)) {
                return Outcome.OUTDATED;
            }
            ReplayKey key = claim.question().key();
            return claim.equals(first.get(key)) && claimed.contains(key) ? Outcome.CLAIMED : Outcome.USED_BEFORE;
        }
    }

    private void takeDown(
            Connection connection, Map<ReplayKey, Asked<Claim<R>, Outcome>> claims, Set<ReplayKey> claimed)
            throws SQLException {
        List<R> rows = claims.values().stream()
                .filter(claim -> claimed.contains(claim.question().key()))
                // Once more: it may have waited for this transaction for long.
                .filter(Asked::take)
                .flatMap(claim -> claim.question().row().stream())
                .toList();
        if (!rows.isEmpty()) {
            journal.write(connection, rows);
        }
    }
}
