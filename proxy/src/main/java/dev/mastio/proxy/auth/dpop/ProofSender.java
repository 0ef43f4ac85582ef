package dev.mastio.proxy.auth.dpop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.auth.jose.JwsAlgorithm;
import dev.mastio.proxy.auth.jose.JwsHeader;
import dev.mastio.proxy.auth.jose.MalformedJoseException;
import dev.mastio.proxy.auth.jose.PublicJwk;
import dev.mastio.proxy.auth.jose.VerifyingKey;
import dev.mastio.proxy.wire.Refusal;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the header of a proof says of its sender.
 *
 * @param thumbprint RFC 7638 thumbprint of the key
 */
record ProofSender(JwsAlgorithm algorithm, VerifyingKey key, String thumbprint) {

    private static final int MAX_ECHO = 64;

    /** Reads it, in the contract's order of checks. */
    static ProofSender of(JwsHeader header) throws Refusal {
        if (!"dpop+jwt".equals(header.text("typ"))) {
            throw ProofCheck.refused("typ must be 'dpop+jwt'");
        }
        String name = header.text("alg");
        JwsAlgorithm algorithm = Optional.ofNullable(name)
                .flatMap(JwsAlgorithm::named)
                .filter(known -> known != JwsAlgorithm.RS256)
                .orElseThrow(() -> ProofCheck.refused("unsupported algorithm '" + shortened(name) + "'"));
        if (!(header.fields().get("jwk") instanceof ObjectNode jwk)) {
            throw ProofCheck.refused("missing jwk in header");
        }
        if (PublicJwk.holdsSecrets(jwk)) {
            throw ProofCheck.refused("jwk contains private key material");
        }
        return withKey(algorithm, jwk);
    }

    private static ProofSender withKey(JwsAlgorithm algorithm, ObjectNode jwk) throws Refusal {
        try {
            PublicJwk key = PublicJwk.of(jwk);
            return new ProofSender(algorithm, key.key(), key.thumbprint());
        } catch (MalformedJoseException e) {
            throw ProofCheck.refused("cannot compute JWK thumbprint");
        } catch (GeneralSecurityException | RuntimeException e) {
            // A point off the curve, a modulus of zero: there is no such key, so nothing can be signed by it.
            throw ProofCheck.refused("signature verification failed");
        }
    }

    private static String shortened(@Nullable String name) {
        String text = name == null ? "None" : name;
        return text.length() <= MAX_ECHO ? text : text.substring(0, MAX_ECHO);
    }
}
