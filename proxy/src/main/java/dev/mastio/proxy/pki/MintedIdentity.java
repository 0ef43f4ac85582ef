package dev.mastio.proxy.pki;

import dev.mastio.proxy.crypto.CertificationKeys;
import java.security.KeyPair;
import java.time.Instant;

/**
 * A key and its certificate, made here for somebody who makes none.
 *
 * @param chainPem leaf and Intermediate
 */
public record MintedIdentity(String chainPem, String keyPem) {

    /** For an agent of that name. */
    public static MintedIdentity of(Authority authority, String name, Instant now) {
        KeyPair pair = CertificationKeys.newKeyPair();
        return new MintedIdentity(
                Pem.text(authority.certifyAgent(name, pair.getPublic(), now)), Pem.text(pair.getPrivate()));
    }

    /** Never shows the key: records end up in log lines. */
    @Override
    public String toString() {
        return "MintedIdentity";
    }
}
