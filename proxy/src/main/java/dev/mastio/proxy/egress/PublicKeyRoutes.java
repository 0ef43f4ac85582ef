package dev.mastio.proxy.egress;

import dev.mastio.proxy.auth.AuthenticatedEndpoints;
import dev.mastio.proxy.auth.principal.Caller;
import dev.mastio.proxy.limits.AddressBudget;
import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.pki.Fingerprints;
import dev.mastio.proxy.pki.Pem;
import dev.mastio.proxy.wire.AddressGuard;
import dev.mastio.proxy.wire.Guard;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Request;
import dev.mastio.proxy.wire.Route;
import dev.mastio.proxy.wire.Route.ClientCertificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.LongSupplier;

/** The public keys of agents: with their certificates for whom we know, alone for anybody. */
public final class PublicKeyRoutes {

    private static final String AGENT = "agent_id";
    private static final int PER_MINUTE = 300;

    private final AuthenticatedEndpoints authenticated;
    private final AgentCertificates certificates;
    private final Guard withinBudget;

    /**
     * The routes to those certificates.
     *
     * @param nanoTime by which addresses that need not say who they are are limited; such as {@link System#nanoTime}
     */
    public PublicKeyRoutes(
            AuthenticatedEndpoints authenticated, AgentCertificates certificates, LongSupplier nanoTime) {
        this.authenticated = authenticated;
        this.certificates = certificates;
        this.withinBudget = new AddressGuard(new AddressBudget(PER_MINUTE, nanoTime), "rate limit exceeded");
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                // Tokens do without a certificate, so the edge must not demand one.
                Route.get(
                                "/v1/egress/agents/{agent_id:path}/public-key",
                                Family.EGRESS,
                                authenticated.byTokenOrCertificate(this::certificate))
                        .with(ClientCertificate.OPTIONAL),
                Route.get(
                        "/v1/federation/agents/{agent_id}/public-key", Family.EGRESS, withinBudget.before(this::key)));
    }

    private Reply certificate(Request request, Caller caller) throws Exception {
        PeerName name =
                PeerName.parse(request.parameter(AGENT)).orElseThrow(() -> new Refusal(400, "invalid agent_id"));
        return Reply.json(Json.object()
                .put("agent_id", name.id().text())
                .put("cert_pem", certificates.chain(name).orElse(null)));
    }

    private Reply key(Request request) throws Exception {
        PeerName name = PeerName.parse(request.parameter(AGENT)).orElseThrow(PublicKeyRoutes::notFound);
        X509Certificate leaf = certificates.leaf(name).orElseThrow(PublicKeyRoutes::notFound);
        return Reply.json(Json.object()
                .put("agent_id", name.id().text())
                .put("public_key_pem", Pem.text(leaf.getPublicKey()))
                .put("cert_thumbprint", Fingerprints.of(leaf))
                .put("scope", "local"));
    }

    private static Refusal notFound() {
        return new Refusal(404, "agent not found");
    }
}
