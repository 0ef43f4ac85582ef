package dev.mastio.proxy.auth.certificate;

import dev.mastio.proxy.registry.Agent;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;

/** Compares a certificate with what is on record of its subject: one rule for the mint, for challenges and for client certificates. */
public final class CertificatesOnRecord {

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

    public CertificatesOnRecord(InstantSource clock) {
        this.clock = clock;
    }

    /** By the whole certificate. */
    public Match of(Agent agent, X509Certificate leaf) {
        Optional<String> pin = agent.certificatePem().flatMap(pins::of);
        if (pin.isEmpty()) {
            return Match.NONE;
        }
        String presented = Pins.fingerprint(encoded(leaf));
        return presented.equals(pin.get()) || graced(agent).flatMap(pins::of).equals(Optional.of(presented))
                ? Match.SAME
                : Match.ANOTHER;
    }

    /** By the key: each certificate of theirs is good for an hour only. */
    public Match of(TypedPrincipals.OnRecord principal, X509Certificate leaf) {
        String presented = Pins.fingerprint(leaf.getPublicKey().getEncoded());
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

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("it was decoded, so it has an encoding", e);
        }
    }
}
