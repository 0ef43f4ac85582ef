package dev.mastio.proxy.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Takes down calls in a transaction that does something else for them. */
@FunctionalInterface
public interface CallJournal {

    /**
     * Takes them down, as the last thing before the transaction ends.
     *
     * @throws SQLException if it cannot: the transaction must then be undone
     */
    void write(Connection connection, List<CallNote> calls) throws SQLException;
}
