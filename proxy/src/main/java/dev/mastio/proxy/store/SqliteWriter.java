package dev.mastio.proxy.store;

import dev.mastio.proxy.store.Store.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. What waits when a commit ends goes into the next transaction together, and shares its sync of the disk;
 * each piece of work can still fail alone. Those that come together already have their turn after that, each in a transaction of its own.
 */
final class SqliteWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteWriter.class);

    /** More than this waiting would wait too long. */
    private static final int WAITING = 1_024;

    private static final int TOGETHER = 256;

    private final SqliteFile file;
    private final DataSource connections;
    private final GroupThread<Task> tasks;
    private @Nullable Connection connection;
    private @Nullable Object identity;
    /** Of the thread that writes only. */
    private boolean withinTransaction;

    /** What the writer is asked for. */
    sealed interface Task extends GroupCommit.Waiting permits Order, WriterTurns.Turn {}

    SqliteWriter(SqliteFile file) {
        this.file = file;
        this.connections = file.writing();
        this.tasks = new GroupThread<>("store-writer", WAITING, TOGETHER, this::carryOut);
    }

    /** Durable when it returns. */
    <T> T write(Work<T> work) throws SQLException {
        Order<T> order = new Order<>(work);
        if (tasks.isCaller()) {
            commitAtOnce(order);
        } else {
            tasks.add(order);
        }
        return order.await();
    }

    /** Has it carried out when its turn comes. */
    void add(Task task) throws StoreUnavailable {
        tasks.add(task);
    }

    void requireOpen() throws StoreUnavailable {
        tasks.requireOpen();
    }

    @Override
    public void close() {
        tasks.close();
        disconnect();
    }

    /** By whoever has a turn. */
    private void commitAtOnce(Order<?> order) throws StoreUnavailable {
        if (withinTransaction) {
            throw new IllegalStateException("a write within a write would wait for itself");
        }
        commit(List.of(order));
    }

    private void carryOut(List<Task> batch) {
        List<Order<?>> orders = new ArrayList<>();
        List<WriterTurns<?>.Turn> turns = new ArrayList<>();
        for (Task task : batch) {
            switch (task) {
                case Order<?> order -> orders.add(order);
                case WriterTurns<?>.Turn turn -> turns.add(turn);
            }
        }
        if (!orders.isEmpty()) {
            try {
                commit(orders);
            } catch (Throwable e) {
                if (e instanceof Error) {
                    LOG.error("a transaction failed", e);
                }
                // The others have their turn all the same.
                orders.forEach(order -> order.fail(e));
            }
        }
        turns.forEach(WriterTurns.Turn::run);
    }

    private void commit(List<Order<?>> batch) throws StoreUnavailable {
        withinTransaction = true;
        try {
            Connection current = connected();
            // The driver's commit() begins the next transaction at once and holds on to the file's lock; this begins
            // and commits only.
            current.setAutoCommit(false);
            if (batch.size() == 1) {
                carryOutAlone(batch.getFirst(), current);
            } else {
                for (Order<?> order : batch) {
                    carryOut(order, current);
                }
            }
            current.setAutoCommit(true);
            file.requireSame(identity);
            batch.forEach(Order::tell);
        } catch (SQLException e) {
            disconnect();
            throw new StoreUnavailable(String.valueOf(e.getMessage()), e);
        } catch (Throwable e) {
            disconnect();
            throw e;
        } finally {
            withinTransaction = false;
        }
    }

    /** Without a savepoint, for which SQLite copies each page before it is changed. */
    private static void carryOutAlone(Order<?> order, Connection connection) throws SQLException {
        order.carryOut(connection);
        if (order.failed()) {
            connection.rollback();
        }
    }

    private static void carryOut(Order<?> order, Connection connection) throws SQLException {
        Savepoint before = connection.setSavepoint();
        order.carryOut(connection);
        if (order.failed()) {
            // Fails itself if the failure was of the kind that ends the whole transaction, such as a full disk.
            connection.rollback(before);
        }
        connection.releaseSavepoint(before);
    }

    private Connection connected() throws SQLException {
        Connection current = connection;
        if (current == null) {
            // Before, so that a file that takes its place meanwhile is noticed at the end of the first transaction.
            identity = file.identity();
            current = connections.getConnection();
            connection = current;
        }
        return current;
    }

    private void disconnect() {
        Connection closing = connection;
        connection = null;
        if (closing != null) {
            Quietly.close(closing);
        }
    }
}
