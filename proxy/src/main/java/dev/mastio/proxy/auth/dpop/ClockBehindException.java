package dev.mastio.proxy.auth.dpop;

import java.sql.SQLTransientException;

/** Our clock is so far behind the database's that a proof may be in its time here which has rightly been forgotten there. */
final class ClockBehindException extends SQLTransientException {

    private static final long serialVersionUID = 1L;

    ClockBehindException(long seconds) {
        super("the clock here is " + seconds + " s behind that of the database");
    }
}
