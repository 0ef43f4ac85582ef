package dev.mastio.proxy;

import dev.mastio.proxy.audit.AuditLog;
import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Route;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;

/** Puts the rooms of the gateway together: what each needs of the others is handed over here and nowhere else. */
final class Gateway {

    private Gateway() {}

    /** What a proxy is made of; tests make it of other parts. */
    @FunctionalInterface
    interface Parts {

        /** What it answers. */
        List<Route> routes(Settings settings, Store store, AuditLog audit);

        /** Whose client certificates count; asked for with every handshake. */
        default Supplier<List<X509Certificate>> clientAuthorities() {
            return List::of;
        }

        /** Where it keeps what it must not forget. */
        default Store store(Settings settings) {
            return Store.open(settings.database());
        }
    }

    static List<Route> routes(Settings settings, Store store, AuditLog audit) {
        return List.of();
    }
}
