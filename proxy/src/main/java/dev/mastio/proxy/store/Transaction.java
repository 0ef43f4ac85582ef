package dev.mastio.proxy.store;

import dev.mastio.proxy.store.Store.Work;
import java.sql.Connection;
import java.sql.SQLException;

/** All of it or nothing, on a connection of a pool, which resets it afterwards. */
final class Transaction {

    private Transaction() {}

    static <T> T around(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (Throwable e) {
            try {
                connection.rollback();
            } catch (SQLException undo) {
                e.addSuppressed(undo);
            }
            throw e;
        }
    }
}
