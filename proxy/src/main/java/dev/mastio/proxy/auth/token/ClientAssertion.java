package dev.mastio.proxy.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.auth.certificate.ChainRules;
import dev.mastio.proxy.auth.certificate.X5c;
import dev.mastio.proxy.auth.jose.Jws;
import dev.mastio.proxy.auth.jose.JwsAlgorithm;
import dev.mastio.proxy.auth.jose.MalformedJoseException;
import dev.mastio.proxy.auth.jose.VerifyingKey;
import dev.mastio.proxy.crypto.ChainException;
import dev.mastio.proxy.wire.Refusal;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client's signed statement of who it is, with the certificates that support it. */
public final class ClientAssertion {

    /** For whom it must be. */
    public static final String AUDIENCE = "agent-trust-broker";

    private static final ClaimRules RULES = new ClaimRules(AUDIENCE, List.of("exp", "iat", "sub", "aud"));

    private final Jws jws;
    private final X509Certificate leaf;

    private ClientAssertion(Jws jws, X509Certificate leaf) {
        this.jws = jws;
        this.leaf = leaf;
    }

    /**
     * Takes one whose certificates hold.
     *
     * @throws ChainException if they do not
     * @throws Refusal 503 if that cannot be told yet
     */
    public static ClientAssertion under(ChainRules rules, String text, Instant now) throws ChainException, Refusal {
        Jws jws;
        try {
            jws = Jws.parse(text);
        } catch (MalformedJoseException e) {
            throw new ChainException("x5c header missing or malformed");
        }
        List<X509Certificate> chain = X5c.read(jws.header().get("x5c"));
        rules.check(chain, now);
        return new ClientAssertion(jws, chain.getFirst());
    }

    /** The certificate whose key signed it. */
    public X509Certificate leaf() {
        return leaf;
    }

    /**
     * What it states.
     *
     * @throws ClaimsException if the certificate's key did not sign it, or it is not for us or not for now
     */
    public ObjectNode claims(Instant now) throws ClaimsException {
        VerifyingKey key = key();
        // The key decides, not the assertion: otherwise its sender could choose how its signature is looked at.
        JwsAlgorithm algorithm = key.isRsa() ? JwsAlgorithm.RS256 : JwsAlgorithm.ES256;
        if (!algorithm.name().equals(jws.headerText("alg"))) {
            throw new ClaimsException("The specified alg value is not allowed");
        }
        if (!jws.isSignedBy(key, algorithm)) {
            throw new ClaimsException("Signature verification failed");
        }
        try {
            ObjectNode claims = jws.claims();
            RULES.check(claims, now);
            return claims;
        } catch (MalformedJoseException e) {
            throw new ClaimsException("Invalid payload");
        }
    }

    private VerifyingKey key() throws ClaimsException {
        try {
            return VerifyingKey.of(leaf.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new ClaimsException("Signature verification failed");
        }
    }

    /** A claim that is a text; null if it is missing, empty or something else. */
    public static @Nullable String text(ObjectNode claims, String name) {
        JsonNode value = claims.get(name);
        return value != null && value.isTextual() && !value.textValue().isEmpty() ? value.textValue() : null;
    }
}
