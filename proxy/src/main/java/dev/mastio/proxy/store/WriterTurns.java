package dev.mastio.proxy.store;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Has the writer of SQLite commit what waits when it comes to it. A thread of its own would only pass each group on to the writer and wait: two
 * changes of threads a group, in which the disk has nothing to do.
 */
final class WriterTurns<W extends GroupCommit.Waiting> implements GroupCommit<W> {

    private final SqliteWriter writer;
    private final Line<W> line;
    /** Whether the writer has been asked and has not begun yet. */
    private final AtomicBoolean asked = new AtomicBoolean();

    private final Pace pace;
    /** The writer, while it waits for more. */
    private volatile @Nullable Thread pausing;

    WriterTurns(SqliteWriter writer, String name, int waiting, int together, Group<W> group) {
        this(writer, name, waiting, together, group, Pace.forGroupsOf(together, System.nanoTime()));
    }

    WriterTurns(SqliteWriter writer, String name, int waiting, int together, Group<W> group, Pace pace) {
        this.pace = pace;
        this.writer = writer;
        this.line = new Line<>(name, waiting, together, group);
    }

    @Override
    public void add(W work) throws StoreUnavailable {
        line.add(work);
        ask();
        Thread waiting = pausing;
        if (waiting != null && pace.isEnough(line.size())) {
            LockSupport.unpark(waiting);
        }
    }

    @Override
    public void requireOpen() throws StoreUnavailable {
        line.requireOpen();
        writer.requireOpen();
    }

    @Override
    public void close() {
        line.close();
    }

    private void ask() throws StoreUnavailable {
        if (asked.compareAndSet(false, true)) {
            Turn turn = new Turn();
            try {
                writer.add(turn);
            } catch (StoreUnavailable e) {
                turn.fail(e);
                throw e;
            }
        }
    }

    /** Asks again if more waits than made up a group. */
    private void commit() {
        waitForMore();
        asked.set(false);
        pace.begins(line.size(), System.nanoTime());
        line.commit(null);
        if (line.size() > 0) {
            try {
                ask();
            } catch (StoreUnavailable e) {
                // All that wait have been told.
            }
        }
    }

    private void waitForMore() {
        int before = line.size();
        long nanos = pace.pause(before, System.nanoTime());
        if (nanos > 0) {
            pausing = Thread.currentThread();
            // Whoever came before that was set has woken nobody.
            if (!pace.isEnough(line.size())) {
                LockSupport.parkNanos(nanos);
            }
            pausing = null;
            pace.brought(line.size() - before);
        }
    }

    /** To be taken by the writer outside of a transaction. */
    final class Turn implements SqliteWriter.Task {

        void run() {
            commit();
        }

        @Override
        public boolean take() {
            return true;
        }

        /** Also those who have come since, and rely on its being asked for. */
        @Override
        public void fail(Throwable reason) {
            asked.set(false);
            line.fail(reason);
        }
    }
}
