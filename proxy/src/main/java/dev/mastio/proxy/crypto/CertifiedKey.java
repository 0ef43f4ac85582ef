package dev.mastio.proxy.crypto;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A key with what says whose it is.
 *
 * @param chain leaf first
 */
public record CertifiedKey(PrivateKey key, List<X509Certificate> chain) {

    /** Never shows the key: records end up in log lines. */
    @Override
    public String toString() {
        return "CertifiedKey[" + chain.getFirst().getSubjectX500Principal() + "]";
    }
}
