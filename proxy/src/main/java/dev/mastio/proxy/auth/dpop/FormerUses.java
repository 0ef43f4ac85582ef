package dev.mastio.proxy.auth.dpop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which of the proofs that a table held at a start can have been used so long ago that they are out of their time. Told by the rows alone,
 * in the order of their use, and by how long this process has been up: that the clock has been set, or is wrong, does not matter.
 */
final class FormerUses {

    /** None that had to be remembered. */
    static final FormerUses NONE = new FormerUses(0);

    /** What a gap between two uses counts at most: a longer one may be a clock that was set. */
    private static final long GAP_SECONDS = 30;
    /** For two such gaps. */
    private static final long SPARE_SECONDS = 2 * GAP_SECONDS;

    private static final String NEWEST_FIRST = "SELECT expires_at FROM used_proofs ORDER BY seq DESC";

    /** By expiry, how many seconds before the start at least the last proof with it was used. */
    private final TreeMap<Long, Long> ages = new TreeMap<>();

    private final long enough;

    private FormerUses(long keptSeconds) {
        this.enough = keptSeconds + SPARE_SECONDS;
    }

    /**
     * Reads back as far as it takes.
     *
     * @param keptSeconds for how long a proof must be remembered
     */
    static FormerUses read(Connection connection, long keptSeconds) throws SQLException {
        FormerUses uses = new FormerUses(keptSeconds);
        try (PreparedStatement select = connection.prepareStatement(NEWEST_FIRST);
                ResultSet rows = select.executeQuery()) {
            long age = 0;
            @Nullable Long later = null;
            while (rows.next()) {
                long expiry = rows.getLong(1);
                age += later == null ? 0 : Math.clamp(later - expiry, 0, GAP_SECONDS);
                if (age >= uses.enough) {
                    break;
                }
                uses.ages.putIfAbsent(expiry, age);
                later = expiry;
            }
        }
        return uses;
    }

    /**
     * All with that expiry or an earlier one may be forgotten.
     *
     * @param up for how many seconds this process has been up
     */
    long over(long up) {
        for (Map.Entry<Long, Long> use : ages.entrySet()) {
            if (use.getValue() + up < enough) {
                return use.getKey() - 1;
            }
        }
        return Long.MAX_VALUE;
    }
}
