package dev.mastio.proxy.auth.login;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.auth.jose.JwsWriter;
import dev.mastio.proxy.auth.jose.VerifyingKey;
import dev.mastio.proxy.auth.token.ClientAssertion;
import dev.mastio.proxy.auth.token.TokenKeys;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.UUID;

/** Signs an assertion for an agent whose key is kept here. */
public final class AssertionForAgent {

    private static final long SECONDS = 300;

    private final HeldCredentials credentials;
    private final TokenKeys keys;
    private final InstantSource clock;

    public AssertionForAgent(HeldCredentials credentials, TokenKeys keys, InstantSource clock) {
        this.credentials = credentials;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Signs and endorses one.
     *
     * @throws Refusal 404 if its key is not kept here, or is one with which no assertion can be signed
     */
    public Endorsement sign(String agent) throws Refusal, SQLException, GeneralSecurityException {
        HeldCredentials.Held held = credentials.of(agent).orElseThrow(AssertionForAgent::unavailable);
        boolean rsa = key(held).isRsa();
        ObjectNode header = Json.object().put("alg", rsa ? "RS256" : "ES256").put("typ", "JWT");
        ArrayNode chain = header.putArray("x5c");
        for (X509Certificate certificate : held.chain()) {
            chain.add(Base64.getEncoder().encodeToString(certificate.getEncoded()));
        }
        long now = clock.instant().getEpochSecond();
        ObjectNode claims = Json.object()
                .put("sub", agent)
                .put("iss", agent)
                .put("aud", ClientAssertion.AUDIENCE)
                .put("iat", now)
                .put("exp", now + SECONDS)
                .put("jti", UUID.randomUUID().toString());
        String assertion =
                rsa ? JwsWriter.writeByRsa(header, claims, held.key()) : JwsWriter.write(header, claims, held.key());
        return Endorsement.of(assertion, agent, keys);
    }

    /** The mint verifies with such keys only, and agents may also bring keys on larger curves. */
    private static VerifyingKey key(HeldCredentials.Held held) throws Refusal {
        try {
            return VerifyingKey.of(held.chain().getFirst().getPublicKey());
        } catch (GeneralSecurityException e) {
            throw unavailable();
        }
    }

    private static Refusal unavailable() {
        return new Refusal(404, "agent credentials not available on proxy");
    }
}
