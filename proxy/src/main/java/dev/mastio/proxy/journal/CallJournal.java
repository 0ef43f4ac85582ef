package dev.mastio.proxy.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/**
 * Takes down calls in a transaction that does something else for them.
 *
 * @param <R> what a call becomes
 * @param rows makes that of a call, by itself: what is wrong with one call then fails before any other depends on it
 * @param writing takes several down
 */
public record CallJournal<R>(Function<CallNote, R> rows, Writing<R> writing) {

    /** How they are taken down. */
    @FunctionalInterface
    public interface Writing<R> {

        /**
         * Takes them down, as the last thing before the transaction ends.
         *
         * @throws SQLException if it cannot: the transaction must then be undone
         */
        void write(Connection connection, List<R> rows) throws SQLException;
    }
}
