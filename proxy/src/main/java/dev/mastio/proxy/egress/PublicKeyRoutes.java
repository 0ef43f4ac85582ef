package dev.mastio.proxy.egress;

import dev.mastio.proxy.auth.AuthenticatedEndpoints;
import dev.mastio.proxy.auth.principal.Caller;
import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.pki.Fingerprints;
import dev.mastio.proxy.pki.Pem;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Request;
import dev.mastio.proxy.wire.Route;
import dev.mastio.proxy.wire.Route.ClientCertificate;
import java.security.cert.X509Certificate;
import java.util.List;

/** The public keys of agents: with their certificates for whom we know, alone for anybody. */
public final class PublicKeyRoutes {

    private static final String AGENT = "agent_id";

    private final AuthenticatedEndpoints authenticated;
    private final AgentCertificates certificates;

    public PublicKeyRoutes(AuthenticatedEndpoints authenticated, AgentCertificates certificates) {
        this.authenticated = authenticated;
        this.certificates = certificates;
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
                Route.get("/v1/federation/agents/{agent_id}/public-key", Family.PKI, this::key));
    }

    private Reply certificate(Request request, Caller caller) throws Exception {
        PeerName name =
                PeerName.parse(request.parameter(AGENT)).orElseThrow(() -> new Refusal(400, "invalid agent_id"));
        return Reply.json(Json.object()
                .put("agent_id", name.id().text())
                .put("cert_pem", certificates.chain(name).orElse(null)));
    }

    private Reply key(Request request) throws Exception {
        String id = request.parameter(AGENT);
        X509Certificate leaf = certificates.leaf(id).orElseThrow(() -> new Refusal(404, "agent not found"));
        return Reply.json(Json.object()
                .put("agent_id", id)
                .put("public_key_pem", Pem.text(leaf.getPublicKey()))
                .put("cert_thumbprint", Fingerprints.of(leaf))
                .put("scope", "local"));
    }
}
