package dev.mastio.proxy.auth.dpop;

import java.sql.SQLTransientException;

/** As many proofs are remembered as memory has room for. A further one must be refused: what nobody remembers would be good again. */
final class NoRoomException extends SQLTransientException {

    private static final long serialVersionUID = 1L;

    NoRoomException() {
        super("as many proofs were used and have not expired as memory has room for");
    }
}
