package dev.mastio.local.api.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One watcher's place in the stream of changes: what was there when it came, then every change after that, in order. */
public final class Watch implements AutoCloseable {
    /** A watcher that is further behind than this is cut off; it comes again and, where that is needed, lists again. */
    private static final int MOST_BEHIND = 10_000;

    private final Store store;
    private final String storage;
    private final String namespace;
    private final List<ObjectNode> initial;
    private final long start;
    private final BlockingQueue<Change> queue = new LinkedBlockingQueue<>(MOST_BEHIND);
    private volatile boolean open = true;

    Watch(Store store, String storage, String namespace, List<ObjectNode> initial, long start) {
        this.store = store;
        this.storage = storage;
        this.namespace = namespace;
        this.initial = initial;
        this.start = start;
    }

    void offer(Change change) {
        if (!namespace.isEmpty() && !change.key().namespace().equals(namespace)) return;
        if (!queue.offer(change)) open = false;
    }

    String storage() {
        return storage;
    }

    /** Whether nothing waits for the watcher right now. */
    public boolean isIdle() {
        return queue.isEmpty();
    }

    /** The objects at the start; empty when the watcher named a version to go on from. */
    public List<ObjectNode> initial() {
        return initial;
    }

    /** The version of the initial objects, or from which the watcher goes on. */
    public long start() {
        return start;
    }

    public boolean isOpen() {
        return open;
    }

    /** Waits for the next change; null when none came in time. */
    public @Nullable Change next(Duration patience) throws InterruptedException {
        return queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The version up to which the watcher has seen everything, or -1 while changes wait for it. */
    public long seenUpTo() {
        return store.versionIfIdle(this);
    }

    @Override
    public void close() {
        open = false;
        store.leave(this);
    }
}
