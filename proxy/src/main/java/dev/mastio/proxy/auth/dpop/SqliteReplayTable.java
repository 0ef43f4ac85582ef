package dev.mastio.proxy.auth.dpop;

import dev.mastio.proxy.store.Store;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows in the order of their use, so that those of one commit share a page, and in memory which there are. Each transaction first reads
 * what was committed since the last one, by whichever process: while it lasts nobody else can write.
 */
final class SqliteReplayTable implements ReplayTable {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteReplayTable.class);

    private static final String INSERT = "INSERT INTO used_proofs (proof, expires_at) VALUES (?, ?)";
    /** The oldest are mostly the first to expire. The newest stays: by it the memory knows where it is. */
    private static final String SWEEP = """
            DELETE FROM used_proofs WHERE seq IN (SELECT seq FROM used_proofs
            WHERE expires_at <= ? AND seq < (SELECT max(seq) FROM used_proofs) ORDER BY seq LIMIT ?)""";

    private final Store store;
    private final ReplayTimes times;
    private final ReentrantLock preparing = new ReentrantLock();
    private volatile boolean prepared;

    /** Once prepared, only within transactions, of which there is one at a time. */
    private final UsedProofs used;

    private boolean full;

    SqliteReplayTable(Store store, ReplayTimes times) {
        this(store, times, UsedProofs.most());
    }

    SqliteReplayTable(Store store, ReplayTimes times, long most) {
        this.store = store;
        this.times = times;
        this.used = new UsedProofs(most);
    }

    /** After a start there may be millions, and whoever else wants to write must not wait until all are read. */
    @Override
    public void prepare() throws SQLException {
        if (prepared) {
            return;
        }
        awaitTurn();
        try {
            if (!prepared) {
                store.read(connection -> {
                    times.remember(FormerUses.read(connection, times.keptSeconds()));
                    used.catchUp(connection, times.now());
                    return used;
                });
                prepared = true;
            }
        } finally {
            preparing.unlock();
        }
    }

    /** Not for longer than a request waits for its proof. */
    private void awaitTurn() throws SQLTransientException {
        try {
            if (!preparing.tryLock(ReplayLedger.PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new SQLTransientException("the proofs that were used before the start are still being read");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientException("interrupted", e);
        }
    }

    @Override
    public void check() {
        // There is one clock.
    }

    @Override
    public Set<ReplayKey> claim(Connection connection, SortedSet<ReplayKey> keys, long now, long expiry)
            throws SQLException {
        used.catchUp(connection, now);
        requireRoom(keys.size());
        Set<ReplayKey> claimed = new HashSet<>();
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (ReplayKey key : keys) {
                if (!used.contains(key, now)) {
                    insert.setBytes(1, key.bytes());
                    insert.setLong(2, expiry);
                    insert.addBatch();
                    claimed.add(key);
                }
            }
            insert.executeBatch();
        }
        return claimed;
    }

    private void requireRoom(int more) throws NoRoomException {
        boolean was = full;
        full = used.room() < more;
        if (full && !was) {
            LOG.warn("{} used proofs fill the memory for them; refusing others until some expire", used.size());
        }
        if (full) {
            throw new NoRoomException();
        }
    }

    @Override
    public boolean sweep(Connection connection, long now) throws SQLException {
        used.forget(now);
        try (PreparedStatement statement = connection.prepareStatement(SWEEP)) {
            statement.setLong(1, now);
            statement.setInt(2, SWEPT_AT_ONCE);
            return statement.executeUpdate() == SWEPT_AT_ONCE;
        }
    }
}
