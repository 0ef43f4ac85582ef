package dev.mastio.proxy.store;

import java.sql.SQLException;

/** The database lacks tables that this version wants, and whoever opened it is not to make them; the message says what to do. */
public final class UnmigratedException extends SQLException {

    private static final long serialVersionUID = 1L;

    UnmigratedException(String advice) {
        super(advice);
    }
}
