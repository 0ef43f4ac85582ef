package dev.mastio.proxy.edge.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** What the server proves itself with: its key and the certificate chain, leaf first. */
record Identity(PrivateKey key, List<X509Certificate> chain) {

    X509Certificate leaf() {
        return chain.getFirst();
    }

    X509Certificate[] chainArray() {
        return chain.toArray(X509Certificate[]::new);
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "Identity[subject=%s, serial=%x, notAfter=%s]"
                .formatted(
                        leaf().getSubjectX500Principal(),
                        leaf().getSerialNumber(),
                        leaf().getNotAfter().toInstant());
    }
}
