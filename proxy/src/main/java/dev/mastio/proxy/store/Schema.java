package dev.mastio.proxy.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database has the tables that this version wants. Sees to it in the background until it is so, so that a database
 * that is away keeps nobody from starting.
 */
final class Schema implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);
    private static final long RETRY_MILLIS = 1_000;
    /** How long a request waits for a first attempt that is under way. */
    private static final long PATIENCE_MILLIS = 2_000;
    /** Less than a pod has to end. */
    private static final long CLOSING_MILLIS = 2_000;

    private final Migrations migrations;
    private final DataSource database;
    private final Inspection inspection;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition forgotten = lock.newCondition();
    private final Thread background;
    private volatile boolean current;
    private volatile boolean closed;
    /** Whether this process has seen it with its tables. */
    private boolean seen;

    private volatile @Nullable SQLException problem;

    /** A look at the database once it answers. */
    @FunctionalInterface
    interface Inspection {
        /** Looks. */
        void of(Connection connection) throws SQLException;
    }

    /**
     * Begins.
     *
     * @param database gives connections that may take as long as a migration takes
     */
    Schema(Migrations migrations, DataSource database, Inspection inspection) {
        this.migrations = migrations;
        this.database = database;
        this.inspection = inspection;
        this.background = Thread.ofPlatform().name("schema").daemon().start(this::keepTrying);
    }

    /**
     * Returns if the tables are there. Waits a little for an attempt that is under way, but not for a database that is away.
     *
     * @throws StoreUnavailable if they are not there, with the reason
     */
    void require() throws StoreUnavailable {
        requireOpen();
        if (current) {
            return;
        }
        SQLException known = problem;
        if (known != null) {
            throw new StoreUnavailable(String.valueOf(known.getMessage()), known);
        }
        try {
            if (!lock.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new StoreUnavailable("the database is not migrated yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("interrupted", e);
        }
        try {
            makeCurrent();
        } catch (SQLException e) {
            throw new StoreUnavailable(String.valueOf(e.getMessage()), e);
        } finally {
            lock.unlock();
        }
    }

    /** Makes the tables if they are not there, and never have been since this process began. */
    void attempt() throws SQLException {
        requireOpen();
        if (current) {
            return;
        }
        lock.lock();
        try {
            makeCurrent();
        } finally {
            lock.unlock();
        }
    }

    /** The database may be another one now: look again. */
    void forget() {
        lock.lock();
        try {
            current = false;
            forgotten.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits a little for an attempt that is under way, whoever makes it: an interruption may get lost in it, and it would make what was just left. */
    @Override
    public void close() {
        closed = true;
        background.interrupt();
        try {
            if (lock.tryLock(CLOSING_MILLIS, TimeUnit.MILLISECONDS)) {
                forgotten.signalAll();
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void requireOpen() throws StoreUnavailable {
        if (closed) {
            throw new StoreUnavailable("the store is closed");
        }
    }

    private void makeCurrent() throws SQLException {
        requireOpen();
        if (current) {
            return;
        }
        try {
            migrateIfNeeded();
            problem = null;
            seen = true;
            current = true;
        } catch (SQLException e) {
            problem = e;
            throw e;
        }
    }

    private void migrateIfNeeded() throws SQLException {
        try (Connection connection = database.getConnection()) {
            inspection.of(connection);
            if (migrations.areIn(connection)) {
                return;
            }
        }
        if (seen) {
            // Made anew it would look as if nothing had ever happened. Whoever wants that starts us again.
            throw new StoreUnavailable(
                    "the database has lost its tables while we were running; bring them back, or restart to begin anew");
        }
        LOG.info("migrating the database");
        long start = System.nanoTime();
        migrations.run(database);
        LOG.info("the database is migrated, in {} ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    private void keepTrying() {
        String told = "";
        try {
            while (!closed && !Thread.interrupted()) {
                try {
                    attempt();
                    told = "";
                    awaitForgotten();
                } catch (SQLException | RuntimeException | Error e) {
                    if (!told.equals(e.getMessage())) {
                        told = String.valueOf(e.getMessage());
                        LOG.warn("cannot look after the database's tables, trying again: {}", told);
                    }
                    TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private void awaitForgotten() throws InterruptedException {
        lock.lock();
        try {
            while (current && !closed) {
                forgotten.await();
            }
        } finally {
            lock.unlock();
        }
    }
}
