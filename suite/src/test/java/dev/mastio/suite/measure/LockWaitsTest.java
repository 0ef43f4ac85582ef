package dev.mastio.suite.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LockWaitsTest {

    @Test
    void areThoseForAdvisoryLocksUntilTheyEnd() {
        LockWaits waits = LockWaits.in("""
                2026-11-30 19:00:00.000 UTC [71] LOG:  process 71 still waiting for ExclusiveLock on advisory lock [16384,28013,1936943983,1] after 20.101 ms
                2026-11-30 19:00:00.000 UTC [71] DETAIL:  Process holding the lock: 72. Wait queue: 71.
                2026-11-30 19:00:00.011 UTC [71] LOG:  process 71 acquired ExclusiveLock on advisory lock [16384,28013,1936943983,1] after 31.442 ms
                2026-11-30 19:00:01.000 UTC [71] LOG:  process 71 still waiting for ExclusiveLock on advisory lock [16384,28013,1936943983,1] after 20.222 ms
                2026-11-30 19:00:03.000 UTC [71] ERROR:  canceling statement due to lock timeout
                2026-11-30 19:00:04.000 UTC [73] LOG:  process 73 still waiting for ShareLock on transaction 811 after 99.000 ms
                """);

        assertThat(waits).isEqualTo(new LockWaits(2, 31.442));
        assertThat(waits.line(20))
                .isEqualTo(
                        "transactions that waited for the audit log's lock for 20 ms or longer: 2, the longest 31 ms");
    }

    @Test
    void areNoneInALogOfOtherThings() {
        assertThat(LockWaits.in("LOG:  database system is ready to accept connections")
                        .line(20))
                .isEqualTo("no transaction waited for the audit log's lock for 20 ms");
    }
}
