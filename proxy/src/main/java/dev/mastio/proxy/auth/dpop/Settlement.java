package dev.mastio.proxy.auth.dpop;

import dev.mastio.proxy.journal.CallJournal;
import dev.mastio.proxy.store.Asked;
import dev.mastio.proxy.store.GroupCommit;
import dev.mastio.proxy.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Settles claims that wait together: all in one transaction; each in its own where one of them would spoil it for the others. */
final class Settlement<R> implements GroupCommit.Group<Asked<Claim<R>, Boolean>> {

    private final Store store;
    private final ReplayTable table;
    private final CallJournal.Writing<R> journal;
    private final ReplayTimes times;

    Settlement(Store store, ReplayTable table, CallJournal.Writing<R> journal, ReplayTimes times) {
        this.store = store;
        this.table = table;
        this.journal = journal;
        this.times = times;
    }

    @Override
    public void commit(List<Asked<Claim<R>, Boolean>> group) throws SQLException {
        try {
            settle(group);
        } catch (SQLTransientException e) {
            // Of the store, not of one of them: each alone would fail as well, and take as long.
            throw e;
        } catch (Throwable e) {
            if (group.size() == 1) {
                throw e;
            }
            for (Asked<Claim<R>, Boolean> claim : group) {
                settleAlone(claim);
            }
        }
    }

    private void settleAlone(Asked<Claim<R>, Boolean> claim) throws SQLTransientException {
        try {
            settle(List.of(claim));
        } catch (SQLTransientException e) {
            throw e;
        } catch (Throwable e) {
            claim.fail(e);
        }
    }

    private void settle(List<Asked<Claim<R>, Boolean>> group) throws SQLException {
        TreeMap<ReplayKey, Asked<Claim<R>, Boolean>> first = new TreeMap<>();
        for (Asked<Claim<R>, Boolean> claim : group) {
            if (claim.take()) {
                first.putIfAbsent(claim.question().key(), claim);
            }
        }
        if (first.isEmpty()) {
            return;
        }
        table.prepare();
        Set<ReplayKey> claimed = store.write(connection -> {
            Set<ReplayKey> keys = table.claim(connection, first.navigableKeySet(), times.now(), times.expiry());
            takeDown(connection, first, keys);
            return keys;
        });
        // Only now, also for those that come second in a group: had the first one failed, they would be tried
        // themselves.
        for (Asked<Claim<R>, Boolean> claim : group) {
            ReplayKey key = claim.question().key();
            claim.answer().complete(claim.equals(first.get(key)) && claimed.contains(key));
        }
    }

    private void takeDown(
            Connection connection, Map<ReplayKey, Asked<Claim<R>, Boolean>> claims, Set<ReplayKey> claimed)
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
