package dev.mastio.proxy.auth;

import dev.mastio.proxy.auth.certificate.CertificateAuthentication;
import dev.mastio.proxy.auth.dpop.OutdatedException;
import dev.mastio.proxy.auth.dpop.ProofUse;
import dev.mastio.proxy.auth.principal.Caller;
import dev.mastio.proxy.auth.token.TokenAuthentication;
import dev.mastio.proxy.auth.token.TokenAuthentication.Holder;
import dev.mastio.proxy.auth.token.TokenAuthentication.Recognised;
import dev.mastio.proxy.registry.apitoken.TokenText;
import dev.mastio.proxy.wire.Endpoint;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Request;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Makes endpoints of those that must know who is calling: one way for each family of routes. */
public final class AuthenticatedEndpoints {

    private static final String CHALLENGE = "DPoP realm=\"mcp-proxy\"";

    private static final Set<String> BEARER = Set.of("bearer");
    private static final Set<String> BEARER_OR_DPOP = Set.of("bearer", "dpop");

    private final TokenAuthentication tokens;
    private final CertificateAuthentication certificates;
    private final EgressAuthentication egress;

    /** An endpoint that is told who is calling. */
    @FunctionalInterface
    public interface CallerEndpoint {
        /** Answers. */
        Reply answer(Request request, Caller caller) throws Exception;
    }

    /** An endpoint that takes down what it does for a caller, with the use of the caller's proof. */
    @FunctionalInterface
    public interface RecordingEndpoint {
        /** Answers. */
        Reply answer(Request request, Caller caller, ProofUse proof) throws Exception;
    }

    /** An endpoint that is told which certificate holder is calling. */
    @FunctionalInterface
    public interface CertificateEndpoint {
        /** Answers. */
        Reply answer(Request request, CertificateAuthentication.Known known) throws Exception;
    }

    public AuthenticatedEndpoints(
            TokenAuthentication tokens, CertificateAuthentication certificates, EgressAuthentication egress) {
        this.tokens = tokens;
        this.certificates = certificates;
        this.egress = egress;
    }

    /** For {@code /v1/ingress}, {@code /v1/mcp} and the like: an access token of ours. */
    public Endpoint byToken(CallerEndpoint endpoint) {
        return byTokenOnRecord((request, caller, proof) -> {
            proof.now();
            return endpoint.answer(request, caller);
        });
    }

    /**
     * The same for an endpoint that uses the proof itself. Whatever it answers, the proof is used up before. It may be asked twice: whatever has
     * an effect, it does after that use.
     */
    public Endpoint byTokenOnRecord(RecordingEndpoint endpoint) {
        return request -> {
            Holder holder = tokenHolder(presented(request));
            Optional<Recognised> recalled = tokens.recall(holder);
            if (recalled.isPresent()) {
                try {
                    return answer(endpoint, request, recalled.get());
                } catch (OutdatedException e) {
                    // The registry has changed, maybe about somebody else: again, by what it says now.
                }
            }
            return answer(endpoint, request, tokens.recognise(holder));
        };
    }

    private static Reply answer(RecordingEndpoint endpoint, Request request, Recognised known) throws Exception {
        try {
            return endpoint.answer(request, known.caller(), known.proof());
        } finally {
            known.proof().now();
        }
    }

    /**
     * For {@code /v1/egress}, {@code /v1/llm} and the like: a token that administrators gave out, else an access token, else a client
     * certificate with a proof.
     */
    public Endpoint byTokenOrCertificate(CallerEndpoint endpoint) {
        return request -> endpoint.answer(request, egress.caller(presented(request)));
    }

    /** For the login routes: a client certificate alone. */
    public Endpoint byCertificate(CertificateEndpoint endpoint) {
        return request -> endpoint.answer(request, certificates.caller(request.clientChain()));
    }

    private Holder tokenHolder(Presented presented) throws Refusal, SQLException {
        String token = presented.token().orElseThrow(() -> challenged("Missing or malformed Authorization header"));
        return tokens.holder(token, presented.proof(), presented.target())
                .orElseThrow(() -> challenged("Invalid access token"));
    }

    private static Presented presented(Request request) {
        Optional<String> authorization = request.header("Authorization");
        return new Presented(
                authorization.flatMap(text -> token(text, BEARER_OR_DPOP)),
                authorization.flatMap(text -> token(text, BEARER)).flatMap(TokenText::of),
                request.header("DPoP"),
                request.method(),
                request.authority(),
                request.path(),
                request.clientAddress(),
                request.clientChain());
    }

    private static Optional<String> token(String authorization, Set<String> schemes) {
        int space = authorization.indexOf(' ');
        if (space < 0) {
            return Optional.empty();
        }
        String scheme = authorization.substring(0, space).toLowerCase(Locale.ROOT);
        String token = authorization.substring(space + 1).strip();
        return schemes.contains(scheme) && !token.isEmpty() ? Optional.of(token) : Optional.empty();
    }

    private static Refusal challenged(String detail) {
        return new Refusal(401, detail).header("WWW-Authenticate", CHALLENGE);
    }
}
