package dev.mastio.proxy.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that takes whatever waits when it is free and commits it together, so that many share one round trip or one sync of the
 * disk. Whatever goes wrong with a group, the next one is tried.
 */
public final class GroupCommit<W extends GroupCommit.Waiting> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    private final String name;
    private final BlockingQueue<W> queue;
    private final int together;
    private final Group<W> group;
    private final Thread thread;
    /** Beside the interruption, which the work of a group may swallow. */
    private volatile boolean closing;

    private volatile boolean closed;

    /** Somebody's work, with whoever waits for it. */
    public interface Waiting {

        /** Whether it may be begun; not if nobody waits any more. */
        boolean take();

        /** Tells whoever waits that nothing came of it, unless it has been told something else before. */
        void fail(Throwable reason);
    }

    /** What is done with those that came together. */
    @FunctionalInterface
    public interface Group<W> {

        /** Does it, and tells each. Whatever is thrown is told to all who have not been told anything. */
        void commit(List<W> group) throws SQLException;
    }

    /**
     * What is done when a group is settled, or none has come for a while.
     *
     * @param action true if there is more of it to do: then it goes on after the next group, or at once if none waits
     */
    public record Between(Duration every, BooleanSupplier action) {

        static final Between NOTHING = new Between(Duration.ofHours(1), () -> false);
    }

    /**
     * Begins.
     *
     * @param name of the thread, and in messages
     * @param waiting more than this waiting would wait too long
     * @param together how many make up a group at most
     */
    public GroupCommit(String name, int waiting, int together, Group<W> group) {
        this(name, waiting, together, group, Between.NOTHING);
    }

    /** The same with something to do in between, by the same thread. */
    public GroupCommit(String name, int waiting, int together, Group<W> group, Between between) {
        this.name = name;
        this.queue = new ArrayBlockingQueue<>(waiting);
        this.together = together;
        this.group = group;
        this.thread = Thread.ofPlatform().name(name).daemon().start(() -> run(between));
    }

    /**
     * Has it taken with the next group.
     *
     * @throws StoreUnavailable if too much waits, or nobody takes anything any more
     */
    public void add(W work) throws StoreUnavailable {
        requireOpen();
        if (!queue.offer(work)) {
            throw new StoreUnavailable("too much waits for the " + name);
        }
        // Once more: whoever closes it says so first and then fails all that wait.
        requireOpen();
    }

    /**
     * Returns if the thread is there.
     *
     * @throws StoreUnavailable if it has ended
     */
    public void requireOpen() throws StoreUnavailable {
        if (closed) {
            throw new StoreUnavailable("the " + name + " is closed");
        }
    }

    /** Whether the caller is called by it, and would wait for itself. */
    boolean isCaller() {
        return Thread.currentThread() == thread;
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Between between) {
        List<W> batch = new ArrayList<>();
        boolean more = false;
        try {
            while (!closing && !Thread.interrupted()) {
                batch.clear();
                W first = queue.poll(more ? 0 : between.every.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, together - 1);
                    batch.removeIf(work -> !work.take());
                    commit(batch);
                }
                more = between.action.getAsBoolean();
            }
        } catch (InterruptedException e) {
            // closed
        } finally {
            closed = true;
            StoreUnavailable reason = new StoreUnavailable("the " + name + " is closed");
            batch.forEach(work -> work.fail(reason));
            queue.forEach(work -> work.fail(reason));
        }
    }

    /** An Error, such as a stack that overflows, must not end the thread on which everybody depends. */
    private void commit(List<W> batch) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            group.commit(batch);
        } catch (Throwable e) {
            if (e instanceof Error) {
                LOG.error("{}: a group failed", name, e);
            }
            batch.forEach(work -> work.fail(e));
        }
    }
}
