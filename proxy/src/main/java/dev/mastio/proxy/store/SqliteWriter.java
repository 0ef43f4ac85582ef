package dev.mastio.proxy.store;

import dev.mastio.proxy.store.Store.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes. What waits when a commit ends goes into the next transaction together, and shares its sync of the disk;
 * each piece of work can still fail alone.
 */
final class SqliteWriter implements AutoCloseable {

    /** More than this waiting would wait too long. */
    private static final int WAITING = 1_024;

    private static final int TOGETHER = 256;

    private final SqliteFile file;
    private final DataSource connections;
    private final GroupCommit<Order<?>> orders;
    private @Nullable Connection connection;
    private @Nullable Object identity;

    SqliteWriter(SqliteFile file) {
        this.file = file;
        this.connections = file.writing();
        this.orders = new GroupCommit<>("store-writer", WAITING, TOGETHER, this::commit);
    }

    /** Durable when it returns. */
    <T> T write(Work<T> work) throws SQLException {
        if (orders.isCaller()) {
            throw new IllegalStateException("a write within a write would wait for itself");
        }
        Order<T> order = new Order<>(work);
        orders.add(order);
        return order.await();
    }

    @Override
    public void close() {
        orders.close();
        disconnect();
    }

    private void commit(List<Order<?>> batch) throws StoreUnavailable {
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
