package dev.mastio.proxy.audit;

import dev.mastio.proxy.audit.ChainRows.Stamped;
import dev.mastio.proxy.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
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

    /** What one transaction takes unless told otherwise. */
    private static final int TOGETHER = 512;

    private final Store store;
    private final InstantSource clock;
    private final int together;
    private final ChainRows rows;
    private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(WAITING);
    private final Thread thread;
    private volatile boolean failing;

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
        this.store = store;
        this.clock = clock;
        this.together = together;
        this.rows = new ChainRows(store.kind());
        this.thread = Thread.ofPlatform().name("audit").daemon().start(this::run);
    }

    /**
     * Records all of them or none. Returns when they are durable.
     *
     * @throws SQLTransientException if it cannot be done now; what was to be recorded must then not happen, or not be answered for
     */
    public void append(AuditEvent first, AuditEvent... more) throws SQLTransientException {
        Entry entry = new Entry(stamped(first, more));
        if (!queue.offer(entry)) {
            throw new SQLTransientException("too much waits to be audited");
        }
        if (!thread.isAlive()) {
            throw new SQLTransientException("the audit log is closed");
        }
        entry.await();
    }

    /**
     * Records in a transaction of the caller's, so that a change and its record succeed or fail together. To be called last: until the
     * transaction ends, nobody else can record anything.
     */
    public void appendWithin(Connection transaction, AuditEvent first, AuditEvent... more) throws SQLException {
        rows.append(transaction, stamped(first, more));
    }

    /**
     * Returns if recording works. After a failure it tries whether it works again, so that it recovers even where nobody comes any more.
     *
     * @throws SQLException if it does not work
     */
    public void check() throws SQLException {
        if (failing) {
            store.write(connection -> {
                rows.lock(connection);
                return ActionTable.last(connection);
            });
            failing = false;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Stamped> stamped(AuditEvent first, AuditEvent... more) {
        Instant now = clock.instant();
        return Stream.concat(Stream.of(first), Stream.of(more))
                .map(event -> new Stamped(now, event))
                .toList();
    }

    private void run() {
        List<Entry> batch = new ArrayList<>();
        try {
            while (!Thread.interrupted()) {
                batch.clear();
                batch.add(queue.take());
                queue.drainTo(batch, together - 1);
                batch.removeIf(entry -> !entry.take());
                write(List.copyOf(batch));
            }
        } catch (InterruptedException e) {
            // closed
        } finally {
            queue.forEach(entry -> entry.fail(new SQLTransientException("the audit log is closed")));
        }
    }

    private void write(List<Entry> batch) {
        List<Stamped> events =
                batch.stream().flatMap(entry -> entry.events().stream()).toList();
        if (events.isEmpty()) {
            return;
        }
        try {
            store.write(connection -> {
                rows.append(connection, events);
                return events.size();
            });
            failing = false;
            batch.forEach(Entry::succeed);
        } catch (SQLException | RuntimeException e) {
            fail(batch, e);
        }
    }

    private void fail(List<Entry> batch, Exception reason) {
        if (batch.size() > 1 && !(reason instanceof SQLTransientException)) {
            // One of them cannot be written. The others must not suffer for it.
            batch.forEach(entry -> write(List.of(entry)));
            return;
        }
        if (!failing) {
            LOG.error("cannot record what happens, so it is refused", reason);
        }
        failing = true;
        batch.forEach(entry -> entry.fail(reason));
    }
}
