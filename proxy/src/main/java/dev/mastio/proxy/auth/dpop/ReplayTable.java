package dev.mastio.proxy.auth.dpop;

import dev.mastio.proxy.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.SortedSet;

/** The table of used proofs. */
interface ReplayTable {

    /** How many are forgotten at once. */
    int SWEPT_AT_ONCE = 2_000;

    /** To be called before each transaction, outside of it. */
    void prepare() throws SQLException;

    /**
     * Returns if claims can be judged.
     *
     * @throws SQLException if they could not, and still cannot
     */
    void check() throws SQLException;

    /**
     * Claims them until then, durably once the transaction is.
     *
     * @param keys sorted, so that replicas that claim the same ones wait for each other but never in a circle
     * @return those that nobody held
     * @throws SQLException if it cannot be told; then the transaction is to be undone, and where there is none nobody uses these proofs
     */
    Set<ReplayKey> claim(Connection connection, SortedSet<ReplayKey> keys, long now, long expiry) throws SQLException;

    /**
     * Forgets some of those that have expired.
     *
     * @return whether there may be more
     */
    boolean sweep(Connection connection, long now) throws SQLException;

    /** That of this store, for claims by those times. */
    static ReplayTable of(Store store, ReplayTimes times) {
        return switch (store.kind()) {
            case SQLITE -> new SqliteReplayTable(store, times);
            case POSTGRES -> new PostgresReplayTable(store, ClockLag.of(times));
        };
    }
}
