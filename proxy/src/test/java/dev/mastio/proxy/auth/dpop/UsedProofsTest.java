package dev.mastio.proxy.auth.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsedProofsTest {

    @TempDir
    private Path directory;

    private TestDatabase database;
    private Store store;
    private UsedProofs used;

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.fresh(Store.Kind.SQLITE, directory);
        store = database.open();
        used = new UsedProofs();
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

    private void use(String id, long now, long expiry) throws SQLException {
        ReplayTable table = ReplayTable.of(store);
        table.prepare(now);
        store.write(connection -> table.claim(connection, new TreeSet<>(List.of(key(id))), now, expiry));
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
