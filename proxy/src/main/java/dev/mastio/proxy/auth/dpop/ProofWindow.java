package dev.mastio.proxy.auth.dpop;

import java.time.Duration;
import java.time.Instant;

/**
 * How far a proof's time may be from ours.
 *
 * @param past how old it may be
 * @param ahead how far its sender's clock may be ahead
 */
public record ProofWindow(Duration past, Duration ahead) {

    /** What the original does unless told otherwise. */
    public static final ProofWindow DEFAULT = new ProofWindow(Duration.ofSeconds(60), Duration.ofSeconds(5));

    /** How long one proof may be good at most. */
    Duration length() {
        return past.plus(ahead);
    }

    /** Whether a proof of that second is timely; both ends are. */
    boolean contains(double issuedAt, Instant now) {
        double age = now.getEpochSecond() - issuedAt;
        return age >= -ahead.toSeconds() && age <= past.toSeconds();
    }
}
