package dev.mastio.proxy;

import dev.mastio.proxy.audit.AuditLog;
import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Route;
import java.util.List;

/** Puts the rooms of the gateway together: what each needs of the others is handed over here and nowhere else. */
final class Gateway {

    private Gateway() {}

    /** What a proxy is made of; tests make it of other parts. */
    @FunctionalInterface
    interface Parts {

        /** What it answers. */
        List<Route> routes(Settings settings, Store store, AuditLog audit);

        /** Where it keeps what it must not forget. */
        default Store store(Settings settings) {
            return Store.open(settings.database());
        }
    }

    static List<Route> routes(Settings settings, Store store, AuditLog audit) {
        return List.of();
    }
}
