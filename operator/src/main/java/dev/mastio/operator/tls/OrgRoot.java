package dev.mastio.operator.tls;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Optional;

/**
 * The Org Root of a new instance, such as a proxy makes that is given none.
 *
 * @param certificate PEM text
 * @param key PEM text; secret
 */
public record OrgRoot(String certificate, String key) {

    /**
     * Makes one.
     *
     * @param organisation its name; without one it is derived from the root's key, as the proxy derives it
     */
    public static OrgRoot make(Optional<String> organisation, Instant now) {
        try {
            KeyedCertificate root = new Issuer().newOrgRoot(organisation, now);
            return new OrgRoot(Pem.of(root.certificate()), Pem.of(root.key()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Org Root can't be made", e);
        }
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "OrgRoot[" + certificate + "]";
    }
}
