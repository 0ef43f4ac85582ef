package dev.mastio.proxy.enrolment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.enrolment.Applicant.Attestation;
import dev.mastio.proxy.enrolment.Session.Status;
import dev.mastio.proxy.pki.Fingerprints;
import dev.mastio.proxy.pki.OfferedKey;
import dev.mastio.proxy.pki.Pem;
import dev.mastio.proxy.pki.PossessionProof;
import dev.mastio.proxy.pki.PublicJwk;
import dev.mastio.proxy.pki.UnacceptableKeyException;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.Sweep;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Timestamp;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;

/** The applicants' side: start a session, look how it stands. Anybody may, so nothing here costs much or tells much. */
public final class Enrolment {

    /** How long a session waits for a decision. */
    static final Duration LIFETIME = Duration.ofMinutes(30);

    /** How long its applicant can learn that nobody decided. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(5);

    private static final int ID_BYTES = 24;
    private static final int MAX_WAITING = 500;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Store store;
    private final AttestationNonces nonces;
    private final InstantSource clock;
    private final Sweep forgotten;

    public Enrolment(Store store, AttestationNonces nonces, InstantSource clock) {
        this.store = store;
        this.nonces = nonces;
        this.clock = clock;
        this.forgotten =
                new Sweep(store, "pending_enrollments", "session_id", "status = 'pending' AND expires_at < ?", clock);
    }

    /**
     * Opens a session for an applicant that holds its key.
     *
     * @throws Refusal 400 if it does not, or its keys are not good enough
     */
    public Session start(Applicant applicant) throws Refusal, SQLException {
        PublicKey key = key(applicant.publicKeyPem());
        String fingerprint = Fingerprints.of(key);
        if (!PossessionProof.holds(key, "enrollment-pop:v1|" + fingerprint, applicant.proof())) {
            throw new Refusal(400, "proof of possession failed: pop_signature does not verify");
        }
        Optional<String> proofKey = proofKey(applicant.proofKey());
        Attestation attestation = applicant.attestation();
        if (attestation.nonceId().isPresent()
                && !nonces.isGood(attestation.nonceId().get())) {
            throw new Refusal(400, "attestation nonce is unknown or expired");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Session session = new Session(
                newId(),
                // As we write it: an applicant may have sent more than the key.
                Pem.text(key),
                fingerprint,
                applicant.name(),
                applicant.email(),
                applicant.reason(),
                applicant.deviceInfo(),
                proofKey,
                Status.PENDING,
                now,
                now.plus(LIFETIME),
                Optional.empty(),
                Optional.empty(),
                applicant.principalType());
        insert(session, attestation, now);
        return session;
    }

    /**
     * How a session stands.
     *
     * @param proof the applicant's signature over the session's id; what only the applicant may know is there only with a good one
     * @throws Refusal 404 if there is none
     */
    public View status(String id, Optional<String> proof) throws Refusal, SQLException {
        Session session = store.read(connection -> SessionRows.find(connection, id, clock.instant()))
                .orElseThrow(Enrolment::unknown);
        return new View(session, proof.isPresent() && isApplicant(session, proof.get()));
    }

    /** A session as somebody may see it. */
    public record View(Session session, boolean toApplicant) {}

    static Refusal unknown() {
        return new Refusal(404, "Enrollment session not found");
    }

    private static boolean isApplicant(Session session, String proof) throws Refusal {
        // Pending ones have nothing to show, so the signature need not be looked at.
        return session.status() != Status.PENDING
                && session.status() != Status.EXPIRED
                && PossessionProof.holds(key(session.publicKeyPem()), "enrollment-status:v1|" + session.id(), proof);
    }

    private void insert(Session session, Attestation attestation, Instant now) throws Refusal, SQLException {
        // A quote over anything but a nonce of ours says nothing, so it is not worth its room.
        Optional<String> text = attestation
                .quote()
                .filter(quote -> attestation.nonceId().isPresent())
                .map(quote -> Json.text(described(attestation, quote)));
        forgotten.ifDue(Timestamp.text(now.minus(FORGOTTEN)));
        boolean room = store.read(connection -> SessionRows.waiting(connection, MAX_WAITING, now)) < MAX_WAITING;
        if (!room) {
            throw new Refusal(503, "too many enrollments are waiting").header("Retry-After", "60");
        }
        boolean inserted =
                store.write(connection -> SessionRows.insert(connection, session, attestation.nonceId(), text));
        if (!inserted) {
            throw new Refusal(400, "attestation nonce was used before");
        }
    }

    private static ObjectNode described(Attestation attestation, String quote) {
        return Json.object()
                .put("verified", false)
                .put("tpm_quote_b64", quote)
                .put("tpm_manufacturer", attestation.manufacturer().orElse(null))
                .put("tpm_ek_cert_present", attestation.certificatePresent());
    }

    private static PublicKey key(String pem) throws Refusal {
        try {
            return OfferedKey.fromPem(pem);
        } catch (UnacceptableKeyException e) {
            throw new Refusal(400, "pubkey_pem: " + e.getMessage());
        }
    }

    private static Optional<String> proofKey(Optional<ObjectNode> jwk) throws Refusal {
        try {
            return jwk.isPresent() ? Optional.of(PublicJwk.thumbprint(jwk.get())) : Optional.empty();
        } catch (UnacceptableKeyException e) {
            throw new Refusal(400, "dpop_jwk: " + e.getMessage());
        }
    }

    /** Begins with a letter: whoever approves it types it into a command line, where a dash would begin an option. */
    static String newId() {
        byte[] random = new byte[ID_BYTES];
        RANDOM.nextBytes(random);
        random[0] &= 0x7f;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
