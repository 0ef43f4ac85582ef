package dev.mastio.proxy.auth.dpop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.auth.cache.RecentTexts;
import dev.mastio.proxy.auth.jose.Base64Url;
import dev.mastio.proxy.auth.jose.Jws;
import dev.mastio.proxy.auth.jose.JwsHeader;
import dev.mastio.proxy.auth.jose.MalformedJoseException;
import dev.mastio.proxy.crypto.Sha256;
import dev.mastio.proxy.wire.Refusal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a proof is one, and for this request. Everything but its having been used before; see {@link Proofs}. */
public final class ProofCheck {

    private static final int KEPT_SENDERS = 4096;
    /** Characters. A key of RSA takes half of that; padded ones, thousands of them, would be hundreds of megabytes. */
    private static final int LONGEST_KEPT = 2048;

    private final ProofWindow window;
    private final Nonces nonces;
    private final boolean tellsWhatItExpected;
    /** By the header's text, which a sender repeats in each of its proofs: saves reading it and its key again. */
    private final RecentTexts<ProofSender> senders = new RecentTexts<>(KEPT_SENDERS, LONGEST_KEPT);

    /**
     * A check.
     *
     * @param tellsWhatItExpected whether a client whose {@code htu} is wrong gets to read both; not in production
     */
    public ProofCheck(ProofWindow window, Nonces nonces, boolean tellsWhatItExpected) {
        this.window = window;
        this.nonces = nonces;
        this.tellsWhatItExpected = tellsWhatItExpected;
    }

    /**
     * Checks one, in the contract's order.
     *
     * @throws Refusal 401 with the first thing that is wrong
     */
    public Proof check(String text, Demand demand, Instant now) throws Refusal {
        Jws proof = parsed(text);
        ProofSender sender = senderOf(proof);
        ObjectNode claims = claims(proof);
        String id = text(claims, "jti");
        if (id == null || id.isEmpty()) {
            throw refused("missing jti");
        }
        checkTime(claims.get("iat"), now);
        checkTarget(claims, demand.target());
        checkToken(claims, demand.accessToken());
        if (demand.nonce()) {
            checkNonce(text(claims, "nonce"));
        }
        return new Proof(sender.thumbprint(), id);
    }

    private static Jws parsed(String text) throws Refusal {
        try {
            return Jws.parse(text);
        } catch (MalformedJoseException e) {
            throw refused("malformed JWT");
        }
    }

    private ProofSender senderOf(Jws proof) throws Refusal {
        ProofSender known = senders.get(proof.headerSegment());
        ProofSender sender = known == null ? ProofSender.of(header(proof)) : known;
        if (!proof.isSignedBy(sender.key(), sender.algorithm())) {
            throw refused("signature verification failed");
        }
        if (known == null) {
            // Only now: who cannot sign can't push others out of the memory either.
            senders.put(proof.headerSegment(), sender);
        }
        return sender;
    }

    private static JwsHeader header(Jws proof) throws Refusal {
        try {
            return proof.header();
        } catch (MalformedJoseException e) {
            throw refused("malformed JWT");
        }
    }

    private static ObjectNode claims(Jws proof) throws Refusal {
        try {
            return proof.claims();
        } catch (MalformedJoseException e) {
            throw refused("malformed JWT");
        }
    }

    private void checkTime(@Nullable JsonNode issuedAt, Instant now) throws Refusal {
        if (issuedAt == null || !issuedAt.isNumber()) {
            throw refused("missing iat");
        }
        // NaN is not JSON, and an infinity is out of every window
        if (!window.contains(issuedAt.doubleValue(), now)) {
            throw refused("iat out of acceptable window");
        }
    }

    private void checkTarget(ObjectNode claims, ProofTarget target) throws Refusal {
        String method = text(claims, "htm");
        if (method == null || !Ascii.lowerCase(method).equals(Ascii.lowerCase(target.method()))) {
            throw refused("htm mismatch");
        }
        String uri = text(claims, "htu");
        if (uri == null || !target.uris().contains(HttpUri.normalised(uri))) {
            String told = tellsWhatItExpected
                    ? " (expected=%s, got=%s)".formatted(target.uris().getFirst(), uri)
                    : "";
            throw refused("htu mismatch" + told).header("X-Cullis-Hint", "htu_mismatch_check_proxy_public_url");
        }
    }

    private static void checkToken(ObjectNode claims, Optional<String> token) throws Refusal {
        if (token.isPresent() && !hash(token.get()).equals(text(claims, "ath"))) {
            throw refused("ath mismatch");
        }
    }

    private void checkNonce(@Nullable String nonce) throws Refusal {
        if (nonce != null && nonces.accepts(nonce)) {
            return;
        }
        String current = nonces.current()
                .orElseThrow(() -> new Refusal(503, "nonces are not available yet").header("Retry-After", "1"));
        throw new Refusal(401, "use_dpop_nonce").header("DPoP-Nonce", current);
    }

    /** What {@code ath} says of a token. */
    static String hash(String token) {
        return Base64Url.encode(Sha256.of(token));
    }

    private static @Nullable String text(ObjectNode claims, String name) {
        JsonNode value = claims.get(name);
        return value != null && value.isTextual() ? value.textValue() : null;
    }

    static Refusal refused(String what) {
        return new Refusal(401, "Invalid DPoP proof: " + what);
    }
}
