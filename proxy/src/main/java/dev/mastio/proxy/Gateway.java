package dev.mastio.proxy;

import dev.mastio.proxy.audit.AuditEvent;
import dev.mastio.proxy.audit.AuditLog;
import dev.mastio.proxy.auth.AuthRules;
import dev.mastio.proxy.auth.Authentication;
import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.ingress.CallAudit;
import dev.mastio.proxy.ingress.IngressRoutes;
import dev.mastio.proxy.ingress.ToolExecution;
import dev.mastio.proxy.ingress.ToolRegistry;
import dev.mastio.proxy.journal.Journal;
import dev.mastio.proxy.pki.AtRest;
import dev.mastio.proxy.pki.Organisation;
import dev.mastio.proxy.pki.Pki;
import dev.mastio.proxy.pki.Rotation;
import dev.mastio.proxy.pki.Upkeep;
import dev.mastio.proxy.registry.Agents;
import dev.mastio.proxy.registry.Principals;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Route;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the rooms of the gateway together: what each needs of the others is handed over here and nowhere else. */
final class Gateway implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final Duration TOOL_PATIENCE = Duration.ofSeconds(30);
    private static final Duration CERTIFICATE_GRACE = Duration.ofDays(2);

    private final List<Route> routes;
    private final Supplier<Optional<String>> nonce;
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

    private Gateway(List<Route> routes, Supplier<Optional<String>> nonce, Runnable closing) {
        this.routes = routes;
        this.nonce = nonce;
        this.closing = closing;
    }

    /** One of those routes alone, without authentication. */
    static Gateway of(List<Route> routes) {
        return new Gateway(routes, Optional::empty, () -> {});
    }

    static Gateway open(Settings settings, Store store, AuditLog audit) {
        InstantSource clock = InstantSource.system();
        Journal journal = journal(audit);
        AtRest atRest = AtRest.under(Optional.empty());
        Pki pki = new Pki(
                store, new Organisation(Optional.empty(), "cullis.local", Optional.empty()), atRest, journal, clock);
        Upkeep upkeep = Upkeep.start(
                pki,
                new Rotation(pki, store, atRest, journal, clock),
                clock,
                e -> LOG.error("the organisation's certification cannot be used: {}", e.getMessage()));
        Agents agents = new Agents(store, journal, CERTIFICATE_GRACE, clock);
        Principals principals = new Principals(store, journal, clock);
        Authentication authentication = new Authentication(
                store, new KnownHere(pki, agents, principals, clock).neighbours(), AuthRules.DEFAULT, clock);
        ToolRegistry tools = new ToolRegistry(List.of());
        ToolExecution execution = new ToolExecution(tools, calls(audit), TOOL_PATIENCE, System::nanoTime);

        List<Route> routes = new ArrayList<>(authentication.routes());
        routes.addAll(new IngressRoutes(authentication.endpoints(), tools, execution).routes());
        return new Gateway(routes, authentication.nonces()::current, () -> {
            execution.close();
            authentication.close();
            upkeep.close();
        });
    }

    /** What the rooms change is recorded in the transaction of the change. */
    private static Journal journal(AuditLog audit) {
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

    /** The nonce that answers offer now. */
    Optional<String> nonce() {
        return nonce.get();
    }

    @Override
    public void close() {
        closing.run();
    }
}
