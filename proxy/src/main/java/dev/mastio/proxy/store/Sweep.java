package dev.mastio.proxy.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Deletes what has expired from a table, now and then, by the way of those who use it. In a transaction of its own, and without waiting
 * for rows that another replica is just deleting: two that hold rows and wait for more would end each other.
 */
public final class Sweep {

    private static final Duration BETWEEN = Duration.ofMinutes(1);
    static final int AT_ONCE = 1_000;

    private final Store store;
    private final String sql;
    private final InstantSource clock;
    private final AtomicReference<Instant> next = new AtomicReference<>(Instant.MIN);

    /**
     * Of that table.
     *
     * @param key its primary key
     * @param expired the condition, with a question mark for each value
     */
    public Sweep(Store store, String table, String key, String expired, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        String besideOthers = store.kind() == Store.Kind.POSTGRES ? " FOR UPDATE SKIP LOCKED" : "";
        this.sql = "DELETE FROM " + table + " WHERE " + key + " IN (SELECT " + key + " FROM " + table + " WHERE "
                + expired + " LIMIT " + AT_ONCE + besideOthers + ")";
    }

    /** Deletes a portion of them, if the last one was whole, or was not within the last minute. */
    public void ifDue(Object... values) throws SQLException {
        Instant now = clock.instant();
        Instant due = next.get();
        if (now.isBefore(due) || !next.compareAndSet(due, now.plus(BETWEEN))) {
            return;
        }
        int deleted = store.write(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    delete.setObject(i + 1, values[i]);
                }
                return delete.executeUpdate();
            }
        });
        if (deleted == AT_ONCE) {
            // There may be more. The next user goes on, so that nobody waits for all of it, and more goes than is
            // added.
            next.set(now);
        }
    }
}
