package dev.mastio.proxy.journal;

import java.sql.Connection;
import java.sql.SQLException;

/** Takes down what a transaction did, as a row of the audit log in that same transaction. */
@FunctionalInterface
public interface Journal {

    /**
     * Takes it down.
     *
     * @throws SQLException if it cannot: the transaction must then be undone
     */
    void write(Connection connection, Note note) throws SQLException;
}
