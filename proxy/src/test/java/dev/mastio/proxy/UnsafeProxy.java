package dev.mastio.proxy;

import dev.mastio.proxy.audit.AuditLog;
import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.limits.LatencyBreaker;
import dev.mastio.proxy.ops.RequestMetrics;
import dev.mastio.proxy.store.Early;
import dev.mastio.proxy.store.Lowered;
import dev.mastio.proxy.store.Store;
import java.util.Objects;

/**
 * The proxy on a store that does not keep its promise. It exists so that the tests which say that the promise is kept can be seen to fail.
 *
 * <p>{@code CONFIRMS} is {@code early} (before the commit) or what {@code PRAGMA synchronous} or {@code synchronous_commit} is lowered
 * to (before the sync). All else is the proxy's own.
 */
public final class UnsafeProxy implements Gateway.Parts {

    private final String confirms = Objects.requireNonNull(System.getenv("CONFIRMS"));

    private UnsafeProxy() {}

    /** Runs until SIGTERM, as {@link Main} does. */
    public static void main(String[] arguments) {
        Main.run(System.getenv(), new RequestMetrics(), new UnsafeProxy());
    }

    @Override
    public Store store(Settings settings) {
        return confirms.equals("early")
                ? new Early(Store.open(settings.database()))
                : Lowered.open(settings.database(), confirms);
    }

    @Override
    public Gateway gateway(Settings settings, Store store, AuditLog audit, LatencyBreaker breaker) {
        return Gateway.open(settings, store, audit, breaker);
    }
}
