package dev.mastio.proxy.store;

import java.sql.SQLException;
import java.util.List;

/** Takes whatever waits when its turn comes and commits it together, so that many share one round trip or one sync of the disk. */
public interface GroupCommit<W extends GroupCommit.Waiting> extends AutoCloseable {

    /** Somebody's work, with whoever waits for it. */
    interface Waiting {

        /** Whether it may be begun; not if nobody waits any more. */
        boolean take();

        /** Tells whoever waits that nothing came of it, unless it has been told something else before. */
        void fail(Throwable reason);
    }

    /** What is done with those that came together. */
    @FunctionalInterface
    interface Group<W> {

        /** Does it, and tells each. Whatever is thrown is told to all who have not been told anything. */
        void commit(List<W> group) throws SQLException;
    }

    /**
     * Has it taken with the next group.
     *
     * @throws StoreUnavailable if too much waits, or nobody takes anything any more
     */
    void add(W work) throws StoreUnavailable;

    /**
     * Returns if somebody takes what comes.
     *
     * @throws StoreUnavailable if nobody does any more
     */
    void requireOpen() throws StoreUnavailable;

    /** Whatever waits fails. */
    @Override
    void close();
}
