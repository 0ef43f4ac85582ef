package dev.mastio.proxy.auth.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.auth.cache.RecentTexts;
import dev.mastio.proxy.auth.certificate.ChainRules;
import dev.mastio.proxy.auth.certificate.X5c;
import dev.mastio.proxy.auth.jose.Jws;
import dev.mastio.proxy.auth.jose.JwsAlgorithm;
import dev.mastio.proxy.auth.jose.JwsHeader;
import dev.mastio.proxy.auth.jose.MalformedJoseException;
import dev.mastio.proxy.auth.jose.VerifyingKey;
import dev.mastio.proxy.crypto.ChainException;
import dev.mastio.proxy.wire.Refusal;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Verifies client assertions, by the certificates that come with them. */
public final class ClientAssertions {

    private static final ClaimRules RULES =
            new ClaimRules(ClientAssertion.AUDIENCE, List.of("exp", "iat", "sub", "aud"));
    /** It may be used again until it expires, so it must: the SDK's do so after five minutes. With what is left for clocks. */
    private static final long LONGEST_AHEAD_SECONDS = 3_600 + 30;

    private static final int KEPT_SIGNERS = 256;
    /** Characters. Two certificates on P-256 take two thousand, six with RSA fewer than these; padded headers are not kept. */
    private static final int LONGEST_KEPT = 16 * 1024;

    private final ChainRules chains;
    /** By the header's text, which a client repeats at each login: saves reading its certificates again. */
    private final RecentTexts<Signer> signers = new RecentTexts<>(KEPT_SIGNERS, LONGEST_KEPT);

    private record Signer(@Nullable String algorithm, List<X509Certificate> chain) {}

    public ClientAssertions(ChainRules chains) {
        this.chains = chains;
    }

    /**
     * Verifies one.
     *
     * @throws ChainException if its certificates do not hold
     * @throws ClaimsException if the first certificate's key did not sign it, or it is not for us or not for now
     * @throws Refusal 503 if that cannot be told yet
     */
    public ClientAssertion verify(String text, Instant now) throws ChainException, ClaimsException, Refusal {
        Jws jws = parsed(text);
        Signer known = signers.get(jws.headerSegment());
        Signer signer = known == null ? signer(jws) : known;
        // Each time: what leads to the root now may be over, or withdrawn, the next time.
        chains.check(signer.chain, now);
        X509Certificate leaf = signer.chain.getFirst();
        checkSignature(jws, signer.algorithm, key(leaf));
        if (known == null) {
            // Only now: certificates are public, and who can't sign can't push others out of the memory.
            signers.put(jws.headerSegment(), signer);
        }
        return new ClientAssertion(leaf, claims(jws, now));
    }

    private static Jws parsed(String text) throws ChainException {
        try {
            return Jws.parse(text);
        } catch (MalformedJoseException e) {
            throw unreadable();
        }
    }

    private static Signer signer(Jws jws) throws ChainException {
        try {
            JwsHeader header = jws.header();
            return new Signer(header.text("alg"), X5c.read(header.fields().get("x5c")));
        } catch (MalformedJoseException e) {
            throw unreadable();
        }
    }

    private static void checkSignature(Jws jws, @Nullable String name, VerifyingKey key) throws ClaimsException {
        // The key decides, not the assertion: otherwise its sender could choose how its signature is looked at.
        JwsAlgorithm algorithm = key.isRsa() ? JwsAlgorithm.RS256 : JwsAlgorithm.ES256;
        if (!algorithm.name().equals(name)) {
            throw new ClaimsException("The specified alg value is not allowed");
        }
        if (!jws.isSignedBy(key, algorithm)) {
            throw new ClaimsException("Signature verification failed");
        }
    }

    private static ObjectNode claims(Jws jws, Instant now) throws ClaimsException {
        try {
            ObjectNode claims = jws.claims();
            RULES.check(claims, now);
            if (claims.path("exp").longValue() - now.getEpochSecond() > LONGEST_AHEAD_SECONDS) {
                throw new ClaimsException("Signature expires more than an hour from now");
            }
            return claims;
        } catch (MalformedJoseException e) {
            throw new ClaimsException("Invalid payload");
        }
    }

    private static VerifyingKey key(X509Certificate leaf) throws ClaimsException {
        try {
            return VerifyingKey.of(leaf.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new ClaimsException("Signature verification failed");
        }
    }

    private static ChainException unreadable() {
        return new ChainException("x5c header missing or malformed");
    }
}
