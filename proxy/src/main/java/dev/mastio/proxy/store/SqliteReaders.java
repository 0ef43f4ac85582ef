package dev.mastio.proxy.store;

import dev.mastio.proxy.store.Store.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A few connections that read beside the writer, opened when they are needed. */
final class SqliteReaders implements AutoCloseable {

    private static final int AT_ONCE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final SqliteFile file;
    private final Semaphore free = new Semaphore(AT_ONCE, true);
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Connection> idle = new ArrayDeque<>();
    private int generation;
    private boolean closed;

    SqliteReaders(SqliteFile file) {
        this.file = file;
    }

    <T> T read(Work<T> work) throws SQLException {
        awaitFree();
        try {
            return withConnection(work);
        } finally {
            free.release();
        }
    }

    /** Has every connection opened anew. */
    void reopen() {
        lock.lock();
        try {
            generation++;
            idle.forEach(Quietly::close);
            idle.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Waits a little for those who read: SQLite keeps files beside that of the database as long as one is open, and makes them for each that is opened. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        reopen();
        try {
            if (free.tryAcquire(AT_ONCE, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                free.release(AT_ONCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T withConnection(Work<T> work) throws SQLException {
        Borrowed borrowed = borrow();
        boolean worked = false;
        try {
            T result = work.on(borrowed.connection());
            worked = true;
            return result;
        } finally {
            giveBack(borrowed, worked);
        }
    }

    private record Borrowed(Connection connection, int generation) {}

    private Borrowed borrow() throws SQLException {
        lock.lock();
        try {
            if (closed) {
                throw new StoreUnavailable("the store is closed");
            }
            @Nullable Connection known = idle.pollFirst();
            return new Borrowed(known == null ? file.openForReading() : known, generation);
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(Borrowed borrowed, boolean worked) {
        lock.lock();
        try {
            if (worked && borrowed.generation() == generation) {
                idle.addFirst(borrowed.connection());
            } else {
                Quietly.close(borrowed.connection());
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitFree() throws StoreUnavailable {
        try {
            if (!free.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoreUnavailable("the database has too much to do");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("interrupted", e);
        }
    }
}
