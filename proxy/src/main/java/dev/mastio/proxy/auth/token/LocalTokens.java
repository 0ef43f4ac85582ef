package dev.mastio.proxy.auth.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.auth.cache.RecentValues;
import dev.mastio.proxy.auth.jose.Jws;
import dev.mastio.proxy.auth.jose.JwsAlgorithm;
import dev.mastio.proxy.auth.jose.JwsHeader;
import dev.mastio.proxy.auth.jose.JwsWriter;
import dev.mastio.proxy.auth.jose.MalformedJoseException;
import dev.mastio.proxy.auth.jose.VerifyingKey;
import dev.mastio.proxy.auth.principal.PrincipalId;
import dev.mastio.proxy.auth.token.TokenKeys.Known;
import dev.mastio.proxy.registry.Agent;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The gateway's own access tokens: issues them, and knows them when they come back. */
public final class LocalTokens {

    /** How long one lasts. */
    static final long SECONDS = 900;

    /** Other replicas follow a rotation within a minute, and until then sign with the former key, by clocks that may be behind. */
    private static final Duration FOLLOWED = Duration.ofMinutes(2);

    private static final String AUDIENCE = "cullis-local";
    private static final ClaimRules RULES =
            new ClaimRules(AUDIENCE, List.of("exp", "iat", "sub", "aud", "iss", "scope", "jti"));
    private static final int KEPT = 16_384;

    private final TokenKeys keys;
    private final Supplier<String> org;
    private final InstantSource clock;
    /** Tokens whose signature was verified, by their text: a client sends the same one for a quarter of an hour. */
    private final RecentValues<String, LocalToken> verified = new RecentValues<>(KEPT);

    /**
     * Tokens of an organisation.
     *
     * @param org asked at each use, since it is only known once the store is
     */
    public LocalTokens(TokenKeys keys, Supplier<String> org, InstantSource clock) {
        this.keys = keys;
        this.org = org;
        this.clock = clock;
    }

    /** What {@code iss} says. */
    String issuer() {
        return "cullis-mastio:" + org.get();
    }

    /** Issues one. */
    String issue(SigningKey key, PrincipalId subject, Optional<Agent> agent, Optional<String> proofKey)
            throws GeneralSecurityException {
        long now = clock.instant().getEpochSecond();
        ObjectNode claims = Json.object()
                .put("iss", issuer())
                .put("aud", AUDIENCE)
                .put("sub", subject.text())
                .put("scope", "local")
                .put("iat", now)
                .put("exp", now + SECONDS)
                .put("jti", UUID.randomUUID().toString());
        proofKey.ifPresent(thumbprint -> claims.putObject("cnf").put("jkt", thumbprint));
        agent.ifPresent(
                known -> claims.put("principal_type", known.principalType()).put("org", subject.org()));
        ObjectNode header =
                Json.object().put("alg", "ES256").put("kid", key.id()).put("typ", "JWT");
        return JwsWriter.write(header, claims, key.key());
    }

    /**
     * Verifies one.
     *
     * @return empty if no key of ours has its {@code kid}, so that it may be something else
     * @throws Refusal 401 if it claims to be ours but does not hold, 503 if its key cannot be looked for now
     */
    Optional<LocalToken> verify(String text) throws Refusal, SQLException {
        LocalToken known = verified.get(text);
        if (known == null) {
            return verifyAnew(text);
        }
        // Its signature is as good as it was; its time and its key may be over.
        if (ClaimRules.isOver(known.expiry(), clock.instant())) {
            throw rejected();
        }
        Optional<Known> key = keys.verifying(known.keyId());
        if (key.isPresent()) {
            checkSignedInItsTime(known, key.get());
        }
        return key.map(_ -> known);
    }

    private Optional<LocalToken> verifyAnew(String text) throws Refusal, SQLException {
        Jws jws;
        JwsHeader header;
        try {
            jws = Jws.parse(text);
            header = jws.header();
        } catch (MalformedJoseException e) {
            return Optional.empty();
        }
        String keyId = header.text("kid");
        Optional<Known> key = keyId == null ? Optional.empty() : keys.verifying(keyId);
        if (keyId == null || key.isEmpty()) {
            return Optional.empty();
        }
        if (!"ES256".equals(header.text("alg")) || !signed(jws, key.get().key())) {
            throw rejected();
        }
        LocalToken token = checked(jws, keyId);
        checkSignedInItsTime(token, key.get());
        verified.put(text, token);
        return Optional.of(token);
    }

    private LocalToken checked(Jws jws, String keyId) throws Refusal {
        try {
            ObjectNode claims = jws.claims();
            RULES.check(claims, clock.instant());
            String subject = ClientAssertion.text(claims, "sub");
            if (subject == null || !issuer().equals(ClientAssertion.text(claims, "iss"))) {
                throw rejected();
            }
            long issuedAt = claims.get("iat").longValue();
            long expiry = claims.get("exp").longValue();
            if (expiry - issuedAt > SECONDS) {
                throw rejected();
            }
            return new LocalToken(
                    keyId, subject, boundTo(claims), Instant.ofEpochSecond(issuedAt), Instant.ofEpochSecond(expiry));
        } catch (MalformedJoseException | ClaimsException e) {
            throw rejected();
        }
    }

    /** A key is also replaced because somebody else may have it, whose tokens must not be good for as long as the former ones' grace. */
    private static void checkSignedInItsTime(LocalToken token, Known key) throws Refusal {
        if (key.replaced()
                .filter(at -> token.issuedAt().isAfter(at.plus(FOLLOWED)))
                .isPresent()) {
            throw rejected();
        }
    }

    private static boolean signed(Jws jws, PublicKey key) {
        try {
            return jws.isSignedBy(VerifyingKey.of(key), JwsAlgorithm.ES256);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("our own keys are on P-256", e);
        }
    }

    private static Optional<String> boundTo(ObjectNode claims) throws Refusal {
        if (!claims.has("cnf")) {
            return Optional.empty();
        }
        // A binding that we cannot read must not make the token one without a binding.
        String thumbprint =
                claims.get("cnf") instanceof ObjectNode confirmation ? ClientAssertion.text(confirmation, "jkt") : null;
        if (thumbprint == null) {
            throw rejected();
        }
        return Optional.of(thumbprint);
    }

    private static Refusal rejected() {
        return new Refusal(401, "local token rejected").header("WWW-Authenticate", "Bearer realm=\"mcp-proxy\"");
    }
}
