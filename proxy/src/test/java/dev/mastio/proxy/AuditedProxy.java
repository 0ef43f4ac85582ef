package dev.mastio.proxy;

import dev.mastio.proxy.audit.AuditEvent;
import dev.mastio.proxy.audit.AuditExport;
import dev.mastio.proxy.audit.AuditLog;
import dev.mastio.proxy.audit.AuditRoutes;
import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.ops.RequestMetrics;
import dev.mastio.proxy.store.Lowered;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Route;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The proxy with a route that does nothing but record: {@code POST /record/ID} appends one action with that request id and answers when it
 * is durable. Its administrative routes are open. {@code LOWERED_SYNC} makes its store confirm before it has synced.
 */
public final class AuditedProxy implements Gateway.Parts {

    private final boolean early = System.getenv("ANSWERS_EARLY") != null;
    private final ExecutorService later = Executors.newVirtualThreadPerTaskExecutor();

    private AuditedProxy() {}

    /** Runs until SIGTERM, as {@link Main} does. */
    public static void main(String[] arguments) {
        Main.run(System.getenv(), new RequestMetrics(), new AuditedProxy());
    }

    @Override
    public Store store(Settings settings) {
        String lowered = System.getenv("LOWERED_SYNC");
        return lowered == null ? Store.open(settings.database()) : Lowered.open(settings.database(), lowered);
    }

    @Override
    public Gateway gateway(Settings settings, Store store, AuditLog audit) {
        List<Route> routes = new ArrayList<>(new AuditRoutes(new AuditExport(store), request -> {}).routes());
        routes.add(Route.post("/record/{id}", Family.INGRESS, request -> {
            AuditEvent event = AuditEvent.Action.of("acme::alice", "tool_execute", "error")
                    .tool("cullis_stress_probe")
                    .detail("Tool not found")
                    .request(request.parameter("id"));
            if (early) {
                later.execute(() -> append(audit, event));
            } else {
                audit.append(event);
            }
            return Reply.json(Json.object().put("status", "recorded"));
        }));
        return Gateway.of(routes);
    }

    private static void append(AuditLog audit, AuditEvent event) {
        try {
            audit.append(event);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
