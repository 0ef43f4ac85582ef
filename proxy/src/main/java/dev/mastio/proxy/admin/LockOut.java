package dev.mastio.proxy.admin;

import dev.mastio.proxy.limits.ClientAddress;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.Sweep;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Timestamp;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an address from guessing: five wrong tries within a quarter of an hour lock it out for as long. Kept in the store, so that more
 * replicas do not mean more tries.
 */
public final class LockOut {

    private static final Logger LOG = LoggerFactory.getLogger(LockOut.class);
    private static final int TRIES = 5;
    private static final Duration PERIOD = Duration.ofMinutes(15);
    private static final int STRIPES = 64;
    private static final String OVER = "first_at <= ? AND (locked_until IS NULL OR locked_until <= ?)";

    private final Store store;
    private final String what;
    private final InstantSource clock;
    private final Sweep forgotten;
    private final Object[] turns = new Object[STRIPES];

    /**
     * For one kind of secret.
     *
     * @param what its name
     */
    public LockOut(Store store, String what, InstantSource clock) {
        this.store = store;
        this.what = what;
        this.clock = clock;
        this.forgotten = new Sweep(store, "login_failures", "subject", OVER, clock);
        Arrays.setAll(turns, i -> new Object());
    }

    /** Whether a try is right. */
    @FunctionalInterface
    interface Try {
        boolean isRight() throws Refusal, SQLException;
    }

    /**
     * Lets an address try. One after the other, so that many tries at once do not pass before the first wrong one counts.
     *
     * @return whether it was right
     * @throws Refusal 429 if the address is locked out; its try is not looked at then, right or wrong
     */
    boolean attempt(String address, Try attempt) throws Refusal, SQLException {
        String subject = what + "|" + ClientAddress.subject(address);
        synchronized (turns[Math.floorMod(subject.hashCode(), STRIPES)]) {
            refuseIfLocked(subject);
            if (attempt.isRight()) {
                return true;
            }
            forgotten.ifDue(periodAgo(), now());
            store.write(connection -> count(connection, subject));
        }
        LOG.warn("a wrong {} came from {}", what, address);
        return false;
    }

    private void refuseIfLocked(String subject) throws Refusal, SQLException {
        Instant now = clock.instant();
        boolean locked = store.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT 1 FROM login_failures WHERE subject = ? AND locked_until > ?")) {
                select.setString(1, subject);
                select.setString(2, Timestamp.text(now));
                try (ResultSet row = select.executeQuery()) {
                    return row.next();
                }
            }
        });
        if (locked) {
            throw new Refusal(429, "too many failed attempts, try again later")
                    .header("Retry-After", Long.toString(PERIOD.toSeconds()));
        }
    }

    /** Begins to count anew where the former tries are over. */
    private int count(Connection connection, String subject) throws SQLException {
        String now = now();
        String before = periodAgo();
        try (PreparedStatement forget =
                        connection.prepareStatement("DELETE FROM login_failures WHERE subject = ? AND " + OVER);
                PreparedStatement upsert = connection.prepareStatement("""
                        INSERT INTO login_failures (subject, failures, first_at) VALUES (?, 1, ?)
                        ON CONFLICT (subject) DO UPDATE SET failures = login_failures.failures + 1,
                            locked_until = CASE WHEN login_failures.failures + 1 >= ? THEN ? END""")) {
            forget.setString(1, subject);
            forget.setString(2, before);
            forget.setString(3, now);
            forget.executeUpdate();
            upsert.setString(1, subject);
            upsert.setString(2, now);
            upsert.setInt(3, TRIES);
            upsert.setString(4, Timestamp.text(clock.instant().plus(PERIOD)));
            return upsert.executeUpdate();
        }
    }

    private String now() {
        return Timestamp.text(clock.instant());
    }

    private String periodAgo() {
        return Timestamp.text(clock.instant().minus(PERIOD));
    }
}
