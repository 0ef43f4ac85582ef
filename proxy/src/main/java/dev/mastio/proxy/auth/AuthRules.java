package dev.mastio.proxy.auth;

import dev.mastio.proxy.auth.dpop.ProofWindow;
import java.util.Optional;

/**
 * How strict authentication is.
 *
 * @param bindingRequired whether tokens are minted and accepted with a proof only
 * @param besideCertificates what is done about proofs where a client certificate says who is calling
 * @param publicUrl the address that those proofs must name; empty for the one in the request
 * @param tellsWhatItExpected whether a client whose {@code htu} is wrong gets to read both; not in production
 * @param callsPerCommit how many calls are taken down together at most, with the use of their proofs
 */
public record AuthRules(
        ProofWindow window,
        boolean bindingRequired,
        EgressProofMode besideCertificates,
        Optional<String> publicUrl,
        boolean tellsWhatItExpected,
        int callsPerCommit) {

    /** What the original does unless told otherwise. */
    public static final AuthRules DEFAULT =
            new AuthRules(ProofWindow.DEFAULT, false, EgressProofMode.OPTIONAL, Optional.empty(), false, 512);
}
