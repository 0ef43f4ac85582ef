package dev.mastio.proxy.auth.dpop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mastio.proxy.auth.TestClock;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsedProofsTest {

    private static final long MOST = 20;

    @TempDir
    private Path directory;

    private TestDatabase database;
    private Store store;
    private UsedProofs used;

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.fresh(Store.Kind.SQLITE, directory);
        store = database.open();
        used = new UsedProofs(MOST);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void holdsOnlyWhatHasNotExpiredHoweverLongItRuns() throws SQLException {
        for (int second = 0; second < 100; second++) {
            use("used in second " + second, second, second + 10);
            catchUp(second);
            used.forget(second);

            assertThat(used.size()).isLessThanOrEqualTo(10);
        }
        assertThat(used.size()).isEqualTo(10);
    }

    @Test
    void holdsNothingThatHadExpiredBeforeItWasRead() throws SQLException {
        use("used long ago", 0, 10);
        use("used just now", 9, 20);

        catchUp(10);

        assertThat(used.size()).isOne();
        assertThat(used.contains(key("used long ago"), 10)).isFalse();
        assertThat(used.contains(key("used just now"), 10)).isTrue();
    }

    @Test
    void takesNoProofForUsedOnceItHasExpiredAlsoBeforeItIsForgotten() throws SQLException {
        use("a proof", 0, 10);

        catchUp(0);

        assertThat(used.contains(key("a proof"), 9)).isTrue();
        assertThat(used.contains(key("a proof"), 10)).isFalse();
    }

    @Test
    void holdsNoMoreThanItMayHoweverManyWereUsedAndReadsTheRestWhenSomeHaveExpired() throws SQLException {
        for (int i = 0; i <= MOST; i++) {
            use("the first " + i, 0, 10);
        }
        use("the last", 1, 20);

        catchUp(1);
        assertThat(used.size()).isEqualTo((int) MOST);
        assertThat(used.room()).isZero();

        catchUp(10);
        assertThat(used.size()).isOne();
        assertThat(used.contains(key("the last"), 10)).isTrue();
    }

    @Test
    void takesNoProofThatItCouldNotRememberUntilOthersHaveExpired() throws SQLException {
        ReplayTable small = new SqliteReplayTable(store, TestTables.times(new TestClock(Instant.EPOCH)), 2);
        assertThat(claim(small, "one", 0, 10)).isTrue();
        assertThat(claim(small, "two", 1, 11)).isTrue();

        assertThatThrownBy(() -> claim(small, "three", 1, 11)).isInstanceOf(NoRoomException.class);
        assertThatThrownBy(() -> claim(small, "one", 1, 11)).isInstanceOf(NoRoomException.class);

        assertThat(claim(small, "two", 10, 20)).isFalse();
        assertThat(claim(small, "three", 10, 20)).isTrue();
        assertThatThrownBy(() -> claim(small, "four", 10, 20)).isInstanceOf(NoRoomException.class);
    }

    @Test
    void takesNoProofWhileAFileHoldsMoreThanItCanRemember() throws SQLException {
        for (int i = 0; i < 4; i++) {
            use("of another process " + i, 0, 10 + i);
        }
        ReplayTable small = new SqliteReplayTable(store, TestTables.times(new TestClock(Instant.EPOCH)), 2);

        assertThatThrownBy(() -> claim(small, "of another process 3", 0, 20)).isInstanceOf(NoRoomException.class);

        assertThatThrownBy(() -> claim(small, "new", 11, 21)).isInstanceOf(NoRoomException.class);
        assertThat(claim(small, "of another process 3", 12, 22)).isFalse();
        assertThat(claim(small, "new", 12, 22)).isTrue();
    }

    private boolean claim(ReplayTable table, String id, long now, long expiry) throws SQLException {
        table.prepare();
        return !store.write(connection -> table.claim(connection, new TreeSet<>(List.of(key(id))), now, expiry))
                .isEmpty();
    }

    private void use(String id, long now, long expiry) throws SQLException {
        claim(TestTables.of(store), id, now, expiry);
    }

    private void catchUp(long now) throws SQLException {
        store.read(connection -> {
            used.catchUp(connection, now);
            return used;
        });
    }

    private static ReplayKey key(String id) {
        return ReplayKey.of(new Proof("thumbprint", id));
    }
}
