package dev.mastio.proxy.auth.login;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.auth.certificate.CertificatesOnRecord;
import dev.mastio.proxy.auth.token.ClaimsException;
import dev.mastio.proxy.auth.token.ClientAssertion;
import dev.mastio.proxy.auth.token.ClientAssertions;
import dev.mastio.proxy.auth.token.TokenKeys;
import dev.mastio.proxy.crypto.ChainException;
import dev.mastio.proxy.registry.Agent;
import dev.mastio.proxy.wire.Refusal;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;

/** Endorses an assertion that answers an open challenge. */
public final class ChallengeLogin {

    private static final long LONGEST_LIFE_SECONDS = 300;

    private final Challenges challenges;
    private final ClientAssertions assertions;
    private final TokenKeys keys;
    private final CertificatesOnRecord onRecord;
    private final InstantSource clock;

    public ChallengeLogin(
            Challenges challenges,
            ClientAssertions assertions,
            TokenKeys keys,
            CertificatesOnRecord onRecord,
            InstantSource clock) {
        this.challenges = challenges;
        this.assertions = assertions;
        this.keys = keys;
        this.onRecord = onRecord;
        this.clock = clock;
    }

    /**
     * Endorses it.
     *
     * @throws Refusal 401 or 400 with the first thing that is wrong; the challenge is closed in any case
     */
    public Endorsement endorse(Agent agent, String assertion, String nonce)
            throws Refusal, SQLException, GeneralSecurityException {
        if (!challenges.close(nonce, agent.id())) {
            throw new Refusal(401, "challenge nonce invalid, expired, or already consumed");
        }
        Instant now = clock.instant();
        try {
            ClientAssertion client = assertions.verify(assertion, now);
            check(client.claims(), agent, nonce);
            if (onRecord.of(agent, client.leaf()) != CertificatesOnRecord.Match.SAME) {
                throw new Refusal(401, "assertion certificate does not match the one on record");
            }
            onRecord.admitted(agent, client.leaf());
        } catch (ChainException e) {
            throw new Refusal(401, "x509 chain verification failed");
        } catch (ClaimsException e) {
            throw new Refusal(401, "assertion invalid");
        }
        return Endorsement.of(assertion, agent.id(), keys);
    }

    private static void check(ObjectNode claims, Agent agent, String nonce) throws Refusal {
        if (!agent.id().equals(ClientAssertion.text(claims, "sub"))) {
            throw new Refusal(401, "assertion sub does not match the authenticated agent");
        }
        if (!nonce.equals(ClientAssertion.text(claims, "nonce"))) {
            throw new Refusal(401, "assertion nonce does not match the challenge");
        }
        if (claims.get("exp").longValue() - claims.get("iat").longValue() > LONGEST_LIFE_SECONDS) {
            throw new Refusal(400, "assertion lifetime must be ≤ 300s");
        }
    }
}
