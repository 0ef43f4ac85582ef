package dev.mastio.proxy.store;

import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;

/**
 * The database cannot do it now: it is away, not migrated yet, full, or has too much to do. Trying again later may help, so the
 * client gets 503. Whether a change was made is unknown only if its connection broke while it was being committed.
 */
public final class StoreUnavailable extends SQLTransientException {

    private static final long serialVersionUID = 1L;

    StoreUnavailable(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }

    StoreUnavailable(String reason) {
        super(reason);
    }
}
