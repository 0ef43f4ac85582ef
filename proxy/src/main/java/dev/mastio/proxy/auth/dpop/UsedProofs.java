package dev.mastio.proxy.auth.dpop;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which proofs are in the table, as far as it was read: a number for each. Only what was read from it is here, never what was only meant
 * to be written. For one thread at a time.
 *
 * <p>The numbers are a hash under a secret of this process. Two proofs have the same with a probability of 2<sup>-64</sup>, and then one
 * is refused that was not used; who does not know the secret cannot look for such.
 */
final class UsedProofs {

    /** What a {@link LongSet} takes at most for each, while it does not grow. */
    private static final int BYTES_EACH = 22;

    /** A third: a quarter is for bodies, and the rest is little on the smallest heap that the operator gives (96 MiB). */
    private static final int SHARE_OF_HEAP = 3;

    private static final String FROM = "SELECT seq, proof, expires_at FROM used_proofs WHERE seq >= ? ORDER BY seq";

    private final TreeMap<Long, LongSet> byExpiry = new TreeMap<>();
    private final long[] secret = new SecureRandom().longs(5).toArray();
    private final long most;
    private long lastSeq;
    private @Nullable ReplayKey last;

    /**
     * None yet.
     *
     * @param most how many it may have
     */
    UsedProofs(long most) {
        this.most = most;
    }

    /** As many as the heap has room for. */
    static long most() {
        return Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / BYTES_EACH;
    }

    /**
     * Reads what is new, as far as there is room for it, and keeps what has not expired: of those that have, there may be more than memory
     * holds.
     */
    void catchUp(Connection connection, long now) throws SQLException {
        forget(now);
        if (!readOn(connection, now)) {
            // Another database has taken its place, or a transaction was undone that had been read.
            byExpiry.clear();
            last = null;
            lastSeq = Long.MIN_VALUE;
            readOn(connection, now);
        }
    }

    /** For how many more there is room. Where there is any, all that the table had has been read. */
    long room() {
        return most - size();
    }

    /** Whether it is there, and has not expired. */
    boolean contains(ReplayKey key, long now) {
        long number = number(key);
        for (LongSet numbers : byExpiry.tailMap(now, false).values()) {
            if (numbers.contains(number)) {
                return true;
            }
        }
        return false;
    }

    /** Forgets those that have expired. */
    void forget(long now) {
        byExpiry.headMap(now, true).clear();
    }

    /** How many it has, those that have expired but are not forgotten included. */
    int size() {
        return byExpiry.values().stream().mapToInt(LongSet::size).sum();
    }

    /** Whether the row that was the last one is still there; if not, nothing is read. */
    private boolean readOn(Connection connection, long now) throws SQLException {
        ReplayKey known = last;
        try (PreparedStatement select = connection.prepareStatement(FROM)) {
            select.setLong(1, lastSeq);
            try (ResultSet rows = select.executeQuery()) {
                if (known != null && !(rows.next() && isThat(rows, lastSeq, known))) {
                    return false;
                }
                long room = room();
                while (room > 0 && rows.next()) {
                    room -= add(rows, now) ? 1 : 0;
                }
                return true;
            }
        }
    }

    private static boolean isThat(ResultSet row, long seq, ReplayKey key) throws SQLException {
        return row.getLong(1) == seq && key.equals(ReplayKey.stored(row.getBytes(2)));
    }

    /** Whether it is one to keep. */
    private boolean add(ResultSet row, long now) throws SQLException {
        ReplayKey key = ReplayKey.stored(row.getBytes(2));
        boolean kept = row.getLong(3) > now;
        if (kept) {
            byExpiry.computeIfAbsent(row.getLong(3), expiry -> new LongSet()).add(number(key));
        }
        lastSeq = row.getLong(1);
        last = key;
        return kept;
    }

    private long number(ReplayKey key) {
        ByteBuffer digest = ByteBuffer.wrap(key.bytes());
        long number = secret[0];
        for (int i = 1; i < secret.length; i++) {
            number += (secret[i] | 1) * digest.getLong();
        }
        return number;
    }
}
