package dev.mastio.proxy.audit;

import java.sql.SQLTransientException;

/** Rows that were confirmed are not in the database any more. Who wrote on would hide it: nothing may be recorded. */
final class LostRowsException extends SQLTransientException {

    private static final long serialVersionUID = 1L;

    LostRowsException(String chain, Head confirmed, long last) {
        super("row seq=%d of %s, which was confirmed, is not in the database, whose last one is seq=%d"
                .formatted(confirmed.seq(), chain, last));
    }
}
