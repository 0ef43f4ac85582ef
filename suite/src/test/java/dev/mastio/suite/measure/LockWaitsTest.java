package dev.mastio.suite.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Lines as Postgres 17 writes them. */
class LockWaitsTest {

    private static final String LOCK = "advisory lock [16384,28001,1937009007,1]";

    @Test
    void areThoseForAdvisoryLocks() {
        LockWaits waits = LockWaits.in("""
                2026-11-30 19:00:00.020 UTC [71] LOG:  process 71 still waiting for ExclusiveLock on %1$s after 20.101 ms
                2026-11-30 19:00:00.020 UTC [71] DETAIL:  Process holding the lock: 72. Wait queue: 71, 73.
                2026-11-30 19:00:00.021 UTC [73] LOG:  process 73 still waiting for ExclusiveLock on %1$s after 20.002 ms
                2026-11-30 19:00:00.031 UTC [71] LOG:  process 71 acquired ExclusiveLock on %1$s after 31.442 ms
                2026-11-30 19:00:00.033 UTC [73] LOG:  process 73 acquired ExclusiveLock on %1$s after 32.900 ms
                2026-11-30 19:00:04.000 UTC [74] LOG:  process 74 still waiting for ShareLock on transaction 811 after 99.000 ms
                """.formatted(LOCK));

        assertThat(waits).isEqualTo(new LockWaits(2, 32.9, 0));
        assertThat(waits.line(20))
                .isEqualTo("transactions that waited 20 ms or longer for the audit log's lock: 2, the longest 33 ms");
    }

    @Test
    void mayEndWithoutTheLock() {
        LockWaits waits = LockWaits.in("""
                2026-11-30 19:00:01.020 UTC [71] LOG:  process 71 still waiting for ExclusiveLock on %1$s after 20.222 ms
                2026-11-30 19:00:03.000 UTC [71] ERROR:  canceling statement due to lock timeout
                2026-11-30 19:00:03.000 UTC [72] ERROR:  canceling statement due to statement timeout
                2026-11-30 19:00:05.000 UTC [71] LOG:  process 71 still waiting for ExclusiveLock on %1$s after 20.004 ms
                2026-11-30 19:00:05.009 UTC [71] LOG:  process 71 acquired ExclusiveLock on %1$s after 28.004 ms
                """.formatted(LOCK));

        assertThat(waits).isEqualTo(new LockWaits(2, 28.004, 1));
        assertThat(waits.line(20)).endsWith(": 2, the longest 28 ms; 1 gave up");
    }

    @Test
    void areNoneInALogOfOtherThings() {
        assertThat(LockWaits.in("LOG:  database system is ready to accept connections")
                        .line(20))
                .isEqualTo("transactions that waited 20 ms or longer for the audit log's lock: none");
    }
}
