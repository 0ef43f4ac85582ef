package dev.mastio.proxy.auth.dpop;

import dev.mastio.proxy.auth.TestClock;
import dev.mastio.proxy.store.Store;
import java.time.Instant;

/** Tables of proofs for tests whose time is another than the database's, which nobody can set. */
final class TestTables {

    private TestTables() {}

    /** That of this store, at whatever times. */
    static ReplayTable of(Store store) {
        return of(store, times(new TestClock(Instant.EPOCH)));
    }

    /** The same for a ledger by those times. */
    static ReplayTable of(Store store, ReplayTimes times) {
        return switch (store.kind()) {
            case SQLITE -> new SqliteReplayTable(store, times);
            case POSTGRES -> new PostgresReplayTable(store, new ClockLag(times::clock, Long.MAX_VALUE));
        };
    }

    /** By that clock, for proofs as good as they are unless told otherwise. */
    static ReplayTimes times(TestClock clock) {
        return new ReplayTimes(clock, clock::nanos, ProofWindow.DEFAULT);
    }
}
