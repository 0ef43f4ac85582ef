package dev.mastio.proxy;

import dev.mastio.proxy.audit.AuditLog;
import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Route;
import java.util.List;

/** Puts the rooms of the gateway together: what each needs of the others is handed over here and nowhere else. */
final class Gateway {

    private Gateway() {}

    /** Makes the routes; tests bring others along. */
    @FunctionalInterface
    interface Maker {
        /** Makes them. */
        List<Route> routes(Settings settings, Store store, AuditLog audit);
    }

    static List<Route> routes(Settings settings, Store store, AuditLog audit) {
        return List.of();
    }
}
