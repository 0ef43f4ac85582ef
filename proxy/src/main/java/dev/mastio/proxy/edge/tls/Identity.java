package dev.mastio.proxy.edge.tls;

import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What the server proves itself with: its key and the certificate chain, leaf first. */
record Identity(PrivateKey key, List<X509Certificate> chain) {

    /** GeneralName's number for a DNS name. */
    private static final Integer DNS_NAME = 2;

    X509Certificate leaf() {
        return chain.getFirst();
    }

    X509Certificate[] chainArray() {
        return chain.toArray(X509Certificate[]::new);
    }

    /** The host names that it is for, in lower case; a name may start with {@code *.}. */
    List<String> names() {
        try {
            Collection<List<?>> alternatives = leaf().getSubjectAlternativeNames();
            List<String> names = new ArrayList<>();
            for (List<?> name : alternatives == null ? List.<List<?>>of() : alternatives) {
                if (name.get(0).equals(DNS_NAME)) {
                    names.add(name.get(1).toString().toLowerCase(Locale.ROOT));
                }
            }
            return names;
        } catch (CertificateParsingException e) {
            // It can still be the default for those who ask for no name, or for one that nobody has.
            return List.of();
        }
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
