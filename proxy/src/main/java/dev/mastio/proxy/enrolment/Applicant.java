package dev.mastio.proxy.enrolment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Who asks to be let in, as it says itself.
 *
 * @param publicKeyPem the key to certify
 * @param proof signature of that key over the text that says so
 * @param proofKey public JWK of the key that will sign DPoP proofs
 * @param attestation what it says of its device
 */
public record Applicant(
        String publicKeyPem,
        String name,
        String email,
        Optional<String> reason,
        Optional<String> deviceInfo,
        Optional<ObjectNode> proofKey,
        String proof,
        Attestation attestation,
        String principalType) {

    /**
     * A TPM's quote over a nonce of ours. Kept for administrators; nothing here verifies it.
     *
     * @param nonceId of a nonce that this service gave
     */
    public record Attestation(
            Optional<String> nonceId,
            Optional<String> quote,
            Optional<String> manufacturer,
            boolean certificatePresent) {}
}
