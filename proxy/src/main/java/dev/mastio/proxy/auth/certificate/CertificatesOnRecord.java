package dev.mastio.proxy.auth.certificate;

import dev.mastio.proxy.crypto.Sha256;
import dev.mastio.proxy.registry.Agent;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;

/** Compares a certificate with what is on record of its subject: one rule for the mint, for challenges and for client certificates. */
public final class CertificatesOnRecord {

    private final GraceMatch.Log graceLog;
    private final InstantSource clock;
    private final Pins pins = new Pins();

    /** How a certificate compares. */
    public enum Match {
        /** It is the one on record, or the one before it, whose grace is not over. */
        SAME,
        /** Another one is on record. */
        ANOTHER,
        /** None is on record, or none that can be read. */
        NONE
    }

    public CertificatesOnRecord(GraceMatch.Log graceLog, InstantSource clock) {
        this.graceLog = graceLog;
        this.clock = clock;
    }

    /** By the whole certificate. */
    public Match of(Agent agent, X509Certificate leaf) {
        Optional<String> pin = agent.certificatePem().flatMap(pins::of);
        if (pin.isEmpty()) {
            return Match.NONE;
        }
        String presented = Pins.fingerprint(leaf);
        return presented.equals(pin.get()) || graced(agent).flatMap(pins::of).equals(Optional.of(presented))
                ? Match.SAME
                : Match.ANOTHER;
    }

    /**
     * To be called once an agent has shown the {@link Match#SAME} certificate, before it is told anything: records it where that is owed
     * to the grace. A proof may still be asked for.
     *
     * @throws SQLException if it cannot be recorded now
     */
    public void admitted(Agent agent, X509Certificate leaf) throws SQLException {
        Optional<String> former = graced(agent).flatMap(pins::of);
        if (former.isPresent() && !former.equals(agent.certificatePem().flatMap(pins::of))) {
            String presented = Pins.fingerprint(leaf);
            if (presented.equals(former.get())) {
                graceLog.write(new GraceMatch(GraceMatch.Kind.CERTIFICATE, agent.id(), presented));
            }
        }
    }

    /** By the key: each certificate of theirs is good for an hour only. */
    public Match of(TypedPrincipals.OnRecord principal, X509Certificate leaf) {
        String presented = Sha256.hex(leaf.getPublicKey().getEncoded());
        return principal
                .keyFingerprint()
                .map(bound -> bound.equals(presented) ? Match.SAME : Match.ANOTHER)
                .orElse(Match.NONE);
    }

    private Optional<String> graced(Agent agent) {
        return agent.previous()
                .filter(previous -> clock.instant().isBefore(previous.until()))
                .flatMap(Agent.Grace::certificatePem);
    }
}
