package dev.mastio.proxy.store;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A thread of its own that commits what waits when it is free. */
public final class GroupThread<W extends GroupCommit.Waiting> implements GroupCommit<W> {

    private final Line<W> line;
    private final Thread thread;
    /** Beside the interruption, which the work of a group may swallow. */
    private volatile boolean closing;

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
    GroupThread(String name, int waiting, int together, Group<W> group) {
        this(name, waiting, together, group, Between.NOTHING);
    }

    /** The same with something to do in between, by the same thread. */
    public GroupThread(String name, int waiting, int together, Group<W> group, Between between) {
        this.line = new Line<>(name, waiting, together, group);
        this.thread = Thread.ofPlatform().name(name).daemon().start(() -> run(between));
    }

    @Override
    public void add(W work) throws StoreUnavailable {
        line.add(work);
    }

    @Override
    public void requireOpen() throws StoreUnavailable {
        line.requireOpen();
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
        boolean more = false;
        try {
            while (!closing && !Thread.interrupted()) {
                @Nullable W first = line.poll(more ? Duration.ZERO : between.every);
                if (first != null) {
                    line.commit(first);
                }
                more = between.action.getAsBoolean();
            }
        } catch (InterruptedException e) {
            // closed
        } finally {
            line.close();
        }
    }
}
