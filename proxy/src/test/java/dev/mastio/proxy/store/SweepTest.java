package dev.mastio.proxy.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.MovableClock;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Store.Kind.class)
class SweepTest {

    private static final long PAST = 10;
    private static final long PRESENT = 20;
    private static final long FUTURE = 30;

    private final Store.Kind kind;
    private final MovableClock clock = new MovableClock(Instant.parse("2026-06-01T12:00:00Z"));

    @TempDir
    private Path directory;

    private TestDatabase database;
    private Store store;
    private Sweep sweep;

    SweepTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.fresh(kind, directory);
        store = database.open();
        sweep = new Sweep(store, "login_challenges", "nonce", "expires_at <= ?", clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Else a table to which anybody may add grows without end. */
    @Test
    void deletesFasterThanItsUsersAdd() throws SQLException {
        int uses = 4;
        insert("old", Sweep.AT_ONCE * (uses - 1) + 1, PAST);

        for (int i = 0; i < uses; i++) {
            insert("new " + i, 1, FUTURE);
            sweep.ifDue(PRESENT);
        }

        assertThat(rows()).isEqualTo(uses);
    }

    @Test
    void deletesNoMoreThanOnePortionForEachUserSoThatNobodyWaitsForAll() throws SQLException {
        insert("old", 2 * Sweep.AT_ONCE, PAST);

        sweep.ifDue(PRESENT);

        assertThat(rows()).isEqualTo(Sweep.AT_ONCE);
    }

    @Test
    void looksOnceAMinuteWhereThereIsLittleToDelete() throws SQLException {
        sweep.ifDue(PRESENT);
        insert("old", 1, PAST);

        sweep.ifDue(PRESENT);
        assertThat(rows()).isOne();

        clock.advance(Duration.ofMinutes(1));
        sweep.ifDue(PRESENT);
        assertThat(rows()).isZero();
    }

    private void insert(String name, int count, long expiry) throws SQLException {
        store.write(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO login_challenges (nonce, agent_id, expires_at) VALUES (?, 'alice', ?)")) {
                for (int i = 0; i < count; i++) {
                    insert.setString(1, name + " " + i);
                    insert.setLong(2, expiry);
                    insert.addBatch();
                }
                return insert.executeBatch();
            }
        });
    }

    private int rows() throws SQLException {
        return store.read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet count = statement.executeQuery("SELECT count(*) FROM login_challenges")) {
                count.next();
                return count.getInt(1);
            }
        });
    }
}
