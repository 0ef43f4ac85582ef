package dev.mastio.proxy.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.auth.certificate.CertificateAuthentication;
import dev.mastio.proxy.auth.dpop.ProofTarget;
import dev.mastio.proxy.auth.login.AssertionForAgent;
import dev.mastio.proxy.auth.login.ChallengeLogin;
import dev.mastio.proxy.auth.login.Challenges;
import dev.mastio.proxy.auth.login.Endorsement;
import dev.mastio.proxy.auth.token.TokenMint;
import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.registry.Agent;
import dev.mastio.proxy.wire.Fields;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Request;
import dev.mastio.proxy.wire.Route;
import dev.mastio.proxy.wire.Route.ClientCertificate;
import java.util.List;

/** The routes under {@code /v1/auth}. */
public final class AuthRoutes {

    private static final int MAX_ASSERTION = 64 * 1024;
    private static final int MAX_NONCE = 256;

    private final AuthenticatedEndpoints authenticated;
    private final TokenMint mint;
    private final Challenges challenges;
    private final ChallengeLogin login;
    private final AssertionForAgent assertions;

    public AuthRoutes(
            AuthenticatedEndpoints authenticated,
            TokenMint mint,
            Challenges challenges,
            ChallengeLogin login,
            AssertionForAgent assertions) {
        this.authenticated = authenticated;
        this.mint = mint;
        this.challenges = challenges;
        this.login = login;
        this.assertions = assertions;
    }

    /** All of them. */
    public List<Route> routes() {
        return List.of(
                Route.post("/v1/auth/token", Family.AUTH, this::token),
                certified("/v1/auth/login-challenge", this::challenge),
                certified("/v1/auth/sign-challenged-assertion", this::endorse),
                certified("/v1/auth/sign-assertion", this::sign));
    }

    private Route certified(String path, AuthenticatedEndpoints.CertificateEndpoint endpoint) {
        return Route.post(path, Family.AUTH, authenticated.byCertificate(endpoint))
                .with(ClientCertificate.REQUIRED);
    }

    private Reply token(Request request) throws Exception {
        Fields fields = Fields.of(request.body());
        String assertion = fields.text("client_assertion", 0, MAX_ASSERTION);
        fields.check();
        ProofTarget target = ProofTarget.of(request.method(), request.authority(), request.path());
        TokenMint.Minted minted = mint.mint(assertion, request.header("DPoP"), target);
        return Reply.json(Json.object()
                .put("access_token", minted.token())
                .put("token_type", "Bearer")
                .put("expires_in", minted.seconds())
                .put("scope", "local")
                .put("issued_by", minted.issuer()));
    }

    private Reply challenge(Request request, CertificateAuthentication.Known known) throws Exception {
        String agent = agent(known).id();
        return Reply.json(Json.object()
                .put("nonce", challenges.open(agent))
                .put("expires_in", Challenges.SECONDS)
                .put("agent_id", agent));
    }

    private Reply endorse(Request request, CertificateAuthentication.Known known) throws Exception {
        Fields fields = Fields.of(request.body());
        String assertion = fields.text("client_assertion", 0, MAX_ASSERTION);
        String nonce = fields.text("nonce", 0, MAX_NONCE);
        fields.check();
        return reply(login.endorse(agent(known), assertion, nonce));
    }

    private Reply sign(Request request, CertificateAuthentication.Known known) throws Exception {
        return reply(assertions.sign(agent(known).id()));
    }

    /** Users and workloads log in by other ways, where there are any. */
    private static Agent agent(CertificateAuthentication.Known known) throws Refusal {
        return known.agent().orElseThrow(() -> new Refusal(403, "only agents log in here"));
    }

    private static Reply reply(Endorsement endorsement) throws Exception {
        ObjectNode body =
                Json.object().put("client_assertion", endorsement.assertion()).put("agent_id", endorsement.agent());
        endorsement
                .signature()
                .ifPresentOrElse(
                        signature -> body.put("mastio_signature", signature), () -> body.putNull("mastio_signature"));
        return Reply.json(body);
    }
}
