package dev.mastio.proxy.store;

import dev.mastio.proxy.store.Store.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What is to be done once a write is durable, told by whoever is called within it. For one thread at a time. */
final class Afterwards {

    private static final ScopedValue<Afterwards> OF_THIS_WRITE = ScopedValue.newInstance();

    private final List<Runnable> actions = new ArrayList<>(1);

    /** To be called within a write only. */
    static void add(Runnable action) {
        OF_THIS_WRITE.get().actions.add(action);
    }

    /** Has the work done, and takes what it wants done afterwards. */
    <T> T taken(Connection connection, Work<T> work) throws SQLException {
        return ScopedValue.where(OF_THIS_WRITE, this).call(() -> work.on(connection));
    }

    /** The write is durable. */
    void now() {
        actions.forEach(Runnable::run);
    }
}
