package dev.mastio.proxy.auth.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proofs are used at some second by the clock of then, and expire 300 s later by it. */
class FormerUsesTest {

    private static final long KEPT = 300;

    @TempDir
    private Path directory;

    private final Random random = new Random(1);
    private TestDatabase database;
    private Store store;

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.fresh(Store.Kind.SQLITE, directory);
        store = database.open();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void nothingIsHeldUpInAnEmptyTable() throws SQLException {
        assertThat(read().over(0)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatWasUsedLongBeforeTheLastOneIsOverHoweverLongTheTableIs() throws SQLException {
        useEachTenSeconds(0, 10_000);

        long over = read().over(0);

        assertThat(over - KEPT).isBetween(10_000 - KEPT - 90, 10_000 - KEPT);
    }

    @Test
    void theRestIsOverBitByBitAndAllOfItSoonAfterItsTime() throws SQLException {
        useEachTenSeconds(0, 1_000);
        FormerUses uses = read();

        for (long up = 0; up <= KEPT; up++) {
            assertThat(uses.over(up) - KEPT).isLessThanOrEqualTo(1_000 - KEPT + up);
        }
        assertThat(uses.over(KEPT + 90)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatWasUsedBeforeTheClockWasSetForwardIsNotOverForThat() throws SQLException {
        useEachTenSeconds(0, 1_000);
        useEachTenSeconds(1_000 + 600, 1_000 + 610);

        assertThat(read().over(0) - KEPT).isLessThan(1_000 - KEPT);
        assertThat(read().over(200) - KEPT).isLessThan(1_000 - KEPT + 200);
    }

    @Test
    void whatWasUsedAfterTheClockWasSetBackIsNotOverForBeingSmall() throws SQLException {
        useEachTenSeconds(0, 1_000);
        useEachTenSeconds(700, 710);

        assertThat(read().over(0) - KEPT).isLessThan(700);
        assertThat(read().over(200) - KEPT).isLessThan(700);
    }

    @Test
    void whatWasUsedWhileTheClockWasAheadIsNoOlderThanTheRest() throws SQLException {
        useEachTenSeconds(0, 1_000);
        useEachTenSeconds(5_000, 5_010);
        useEachTenSeconds(1_020, 2_000);

        assertThat(read().over(0) - KEPT).isBetween(2_000 - KEPT - 90, 2_000 - KEPT);
    }

    @Test
    void fewUsesWithLongPausesAreOverToo() throws SQLException {
        for (int hour = 0; hour < 100; hour++) {
            use(3_600L * hour);
        }

        assertThat(read().over(0) - KEPT).isGreaterThan(3_600 * 80);
    }

    private void useEachTenSeconds(long from, long to) throws SQLException {
        for (long second = from; second <= to; second += 10) {
            use(second);
        }
    }

    private void use(long second) throws SQLException {
        byte[] proof = new byte[32];
        random.nextBytes(proof);
        store.write(connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO used_proofs (proof, expires_at) VALUES (?, ?)")) {
                insert.setBytes(1, proof);
                insert.setLong(2, second + KEPT);
                return insert.executeUpdate();
            }
        });
    }

    private FormerUses read() throws SQLException {
        return store.read(connection -> FormerUses.read(connection, KEPT));
    }
}
