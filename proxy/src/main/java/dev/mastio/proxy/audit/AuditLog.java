package dev.mastio.proxy.audit;

import dev.mastio.proxy.store.Asked;
import dev.mastio.proxy.store.GroupCommit;
import dev.mastio.proxy.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what happens, and says so only when it is durable. Whatever waits when a transaction ends goes into the next one together, so
 * that many rows share one sync of the disk.
 */
public final class AuditLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

    /** More than this waiting would wait too long. */
    private static final int WAITING = 4_096;

    /** Longer than the store's own patience, which says why, but on SQLite, where the store does not wait for itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** What one transaction takes unless told otherwise. */
    private static final int TOGETHER = 512;

    /** Not each time: while a database is slow, readiness has no time for a round trip more. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    private final Store store;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final ChainRows rows;
    private final GroupCommit<Asked<List<Stamped>, Boolean>> entries;
    private volatile boolean failing;
    private volatile long nextLook;

    /** A log in that store. */
    public AuditLog(Store store, InstantSource clock) {
        this(store, clock, TOGETHER);
    }

    /**
     * A log in that store.
     *
     * @param together how many callers share a transaction at most
     */
    public AuditLog(Store store, InstantSource clock, int together) {
        this(store, clock, together, System::nanoTime);
    }

    /** @param nanoTime by which it is time for a look, as {@link System#nanoTime} */
    AuditLog(Store store, InstantSource clock, int together, LongSupplier nanoTime) {
        this.store = store;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.nextLook = nanoTime.getAsLong();
        this.rows = new ChainRows(store.kind());
        this.entries = store.groups("audit log", WAITING, together, this::write);
    }

    /**
     * Records all of them or none. Returns when they are durable.
     *
     * @throws SQLTransientException if it cannot be done now; what was to be recorded must then not happen, or not be answered for
     */
    public void append(AuditEvent first, AuditEvent... more) throws SQLTransientException {
        Asked<List<Stamped>, Boolean> entry = new Asked<>(stamped(all(first, more)));
        entries.add(entry);
        try {
            entry.await(PATIENCE);
        } catch (TimeoutException e) {
            throw new SQLTransientException("not recorded within " + PATIENCE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientException("interrupted", e);
        } catch (ExecutionException e) {
            // What could be wrong with the events was found when they were made, so the trouble is the store's.
            throw new SQLTransientException("it could not be recorded", e.getCause());
        }
    }

    /**
     * Records in a transaction of the caller's, so that a change and its record succeed or fail together. To be called last: until the
     * transaction ends, nobody else can record anything.
     */
    public void appendWithin(Connection transaction, AuditEvent first, AuditEvent... more) throws SQLException {
        appendWithin(transaction, all(first, more));
    }

    /** Records all of them in a transaction of the caller's. */
    public void appendWithin(Connection transaction, List<? extends AuditEvent> events) throws SQLException {
        try {
            rows.append(transaction, stamped(events));
        } catch (Throwable e) {
            failed(e);
            throw e;
        }
    }

    /**
     * Returns if recording works. After a failure it tries whether it works again, so that it recovers even where nobody comes any more.
     * Every ten seconds it looks for the rows whose commit was confirmed, so that a loss is noticed even where nothing is to be recorded.
     *
     * @throws SQLException if it does not work
     */
    public void check() throws SQLException {
        entries.requireOpen();
        if (failing || rows.isLost()) {
            store.write(rows::begin);
            failing = false;
        }
        if (rows.isAnyConfirmed() && nanoTime.getAsLong() - nextLook >= 0) {
            store.readAside(connection -> {
                rows.requireConfirmed(connection);
                return true;
            });
            nextLook = nanoTime.getAsLong() + BETWEEN_LOOKS.toNanos();
        }
    }

    @Override
    public void close() {
        entries.close();
    }

    private static List<AuditEvent> all(AuditEvent first, AuditEvent... more) {
        return Stream.concat(Stream.of(first), Stream.of(more)).toList();
    }

    private List<Stamped> stamped(List<? extends AuditEvent> events) {
        Instant now = clock.instant();
        return events.stream().map(event -> Stamped.of(now, event)).toList();
    }

    private void write(List<Asked<List<Stamped>, Boolean>> batch) {
        List<Stamped> events =
                batch.stream().flatMap(entry -> entry.question().stream()).toList();
        try {
            if (!writtenAtOnce(events)) {
                store.write(connection -> {
                    rows.appendAfterLook(connection, events);
                    return events.size();
                });
            }
            failing = false;
            batch.forEach(entry -> entry.answer().complete(true));
        } catch (Throwable e) {
            fail(batch, e);
        }
    }

    private boolean writtenAtOnce(List<Stamped> events) throws SQLException {
        return store.kind() == Store.Kind.POSTGRES
                && store.writeByOneStatement(connection -> rows.appendAfterRemembered(connection, events));
    }

    private void fail(List<Asked<List<Stamped>, Boolean>> batch, Throwable reason) {
        if (batch.size() > 1 && !(reason instanceof SQLTransientException)) {
            // One of them cannot be written, as a rule. The others must not suffer for it, nor wait for as many
            // transactions.
            int half = batch.size() / 2;
            writeThoseLeft(batch.subList(0, half));
            writeThoseLeft(batch.subList(half, batch.size()));
            return;
        }
        failed(reason);
        batch.forEach(entry -> entry.fail(reason));
    }

    private void writeThoseLeft(List<Asked<List<Stamped>, Boolean>> batch) {
        List<Asked<List<Stamped>, Boolean>> left =
                batch.stream().filter(Asked::take).toList();
        if (!left.isEmpty()) {
            write(left);
        }
    }

    private void failed(Throwable reason) {
        if (!failing) {
            LOG.error("cannot record what happens, so it is refused", reason);
        }
        failing = true;
    }
}
