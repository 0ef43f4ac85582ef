package dev.mastio.proxy;

import dev.mastio.proxy.audit.AuditEvent;
import dev.mastio.proxy.audit.AuditExport;
import dev.mastio.proxy.audit.AuditLog;
import dev.mastio.proxy.audit.AuditRoutes;
import dev.mastio.proxy.auth.AuthRules;
import dev.mastio.proxy.auth.Authentication;
import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.ingress.CallAudit;
import dev.mastio.proxy.ingress.IngressRoutes;
import dev.mastio.proxy.ingress.ToolExecution;
import dev.mastio.proxy.ingress.ToolRegistry;
import dev.mastio.proxy.journal.Journal;
import dev.mastio.proxy.ops.Readiness;
import dev.mastio.proxy.pki.Upkeep;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Guard;
import dev.mastio.proxy.wire.Route;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Puts the rooms of the gateway together: what each needs of the others is handed over here and nowhere else. */
final class Gateway implements AutoCloseable {

    private static final Duration TOOL_PATIENCE = Duration.ofSeconds(30);

    private final List<Route> routes;
    private final Supplier<Optional<String>> nonce;
    private final Readiness.Named check;
    private final Runnable closing;

    /** What a proxy is made of; tests make it of other parts. */
    @FunctionalInterface
    interface Parts {

        /** What it answers with. */
        Gateway gateway(Settings settings, Store store, AuditLog audit);

        /** Where it keeps what it must not forget. */
        default Store store(Settings settings) {
            return Store.open(settings.database());
        }
    }

    private Gateway(List<Route> routes, Supplier<Optional<String>> nonce, Readiness.Named check, Runnable closing) {
        this.routes = routes;
        this.nonce = nonce;
        this.check = check;
        this.closing = closing;
    }

    /** One of those routes alone, without authentication. */
    static Gateway of(List<Route> routes) {
        return new Gateway(routes, Optional::empty, new Readiness.Named("gateway", () -> {}), () -> {});
    }

    static Gateway open(Settings settings, Store store, AuditLog audit) {
        InstantSource clock = InstantSource.system();
        Identity identity = new Identity(settings, store, journal(audit), clock);
        Upkeep upkeep = Upkeep.start(identity.pki(), identity.rotation(), clock);
        Authentication authentication =
                new Authentication(store, new KnownHere(identity, clock).neighbours(), AuthRules.DEFAULT, clock);
        ToolRegistry tools = new ToolRegistry(List.of());
        ToolExecution execution = new ToolExecution(tools, calls(audit), TOOL_PATIENCE, System::nanoTime);
        Guard adminSecret = identity.adminSecret();

        List<Route> routes = new ArrayList<>(authentication.routes());
        routes.addAll(new IngressRoutes(authentication.endpoints(), tools, execution).routes());
        routes.addAll(identity.routes(adminSecret));
        routes.addAll(identity.certificationRoutes(answering -> authentication
                .endpoints()
                .byToken((request, caller) -> answering.answer(request, identity.requester(caller)))));
        routes.addAll(new AuditRoutes(new AuditExport(store), adminSecret).routes());
        return new Gateway(
                routes, authentication.nonces()::current, new Readiness.Named("pki", identity.pki()::check), () -> {
                    execution.close();
                    authentication.close();
                    upkeep.close();
                });
    }

    /** What the rooms change is recorded in the transaction of the change. */
    static Journal journal(AuditLog audit) {
        return (connection, note) -> audit.appendWithin(
                connection,
                AuditEvent.Action.of(note.agentId(), note.action(), "success").detail(note.detail()));
    }

    private static CallAudit calls(AuditLog audit) {
        return row -> audit.append(AuditEvent.Action.of(row.caller().id(), "tool_execute", row.status())
                .tool(row.tool())
                .detail(row.detail())
                .request(row.requestId())
                .took(row.duration())
                .proofKey(row.caller().proofKey().orElse(null)));
    }

    List<Route> routes() {
        return routes;
    }

    /** What must work before it can serve. */
    Readiness.Named check() {
        return check;
    }

    /** The nonce that answers offer now. */
    Optional<String> nonce() {
        return nonce.get();
    }

    @Override
    public void close() {
        closing.run();
    }
}
