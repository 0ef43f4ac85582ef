package dev.mastio.proxy.store;

import dev.mastio.proxy.store.GroupCommit.Group;
import dev.mastio.proxy.store.GroupCommit.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What waits to be committed. Whatever goes wrong with a group, the next one is tried. */
final class Line<W extends Waiting> {

    private static final Logger LOG = LoggerFactory.getLogger(Line.class);

    private final String name;
    private final BlockingQueue<W> queue;
    private final int together;
    private final Group<W> group;
    private volatile boolean closed;

    /**
     * An empty one.
     *
     * @param name in messages
     * @param waiting more than this waiting would wait too long
     * @param together how many make up a group at most
     */
    Line(String name, int waiting, int together, Group<W> group) {
        this.name = name;
        this.queue = new ArrayBlockingQueue<>(waiting);
        this.together = together;
        this.group = group;
    }

    void add(W work) throws StoreUnavailable {
        requireOpen();
        if (!queue.offer(work)) {
            throw new StoreUnavailable("too much waits for the " + name);
        }
        // Once more: whoever closes it says so first and then fails all that wait.
        if (closed) {
            work.fail(closed());
            throw closed();
        }
    }

    void requireOpen() throws StoreUnavailable {
        if (closed) {
            throw closed();
        }
    }

    int size() {
        return queue.size();
    }

    /** The first one; null if none comes in that time. */
    @Nullable
    W poll(Duration time) throws InterruptedException {
        return queue.poll(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Commits it with whatever waits behind it; null if what waits is all. */
    void commit(@Nullable W first) {
        List<W> batch = new ArrayList<>();
        if (first != null) {
            batch.add(first);
        }
        queue.drainTo(batch, together - batch.size());
        batch.removeIf(work -> !work.take());
        if (!batch.isEmpty()) {
            commit(batch);
        }
    }

    /** An Error, such as a stack that overflows, must not end the thread on which everybody depends. */
    private void commit(List<W> batch) {
        try {
            group.commit(batch);
        } catch (Throwable e) {
            if (e instanceof Error) {
                LOG.error("{}: a group failed", name, e);
            }
            batch.forEach(work -> work.fail(e));
        }
    }

    /** Takes nothing any more, and fails what waits. */
    void close() {
        closed = true;
        fail(closed());
    }

    /** Fails what waits. */
    void fail(Throwable reason) {
        List<W> all = new ArrayList<>();
        queue.drainTo(all);
        all.forEach(work -> work.fail(reason));
    }

    private StoreUnavailable closed() {
        return new StoreUnavailable("the " + name + " is closed");
    }
}
