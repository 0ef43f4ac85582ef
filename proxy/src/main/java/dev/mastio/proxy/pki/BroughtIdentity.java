package dev.mastio.proxy.pki;

import dev.mastio.proxy.crypto.CertificateChain;
import dev.mastio.proxy.crypto.CertificationKeys;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * A certificate with its key that was made elsewhere and is brought to be accepted here.
 *
 * @param chain leaf first
 */
public record BroughtIdentity(List<X509Certificate> chain, PrivateKey key) {

    private static final int URI = 6;
    private static final String SPIFFE = "spiffe://";

    /**
     * Reads both and checks that they belong together and that the key is good enough.
     *
     * @throws UnacceptableKeyException if not
     */
    public static BroughtIdentity read(String chainPem, String keyPem) throws UnacceptableKeyException {
        try {
            List<X509Certificate> chain = Pem.certificates(chainPem);
            PrivateKey key = Pem.privateKey(keyPem);
            X509Certificate leaf = chain.getFirst();
            OfferedKey.accepted(
                    SubjectPublicKeyInfo.getInstance(leaf.getPublicKey().getEncoded()));
            if (!CertificationKeys.belongTogether(key, leaf.getPublicKey())) {
                throw new UnacceptableKeyException("private key does not match the certificate");
            }
            return new BroughtIdentity(chain, key);
        } catch (UnreadablePemException e) {
            throw new UnacceptableKeyException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The certificate of the key. */
    public X509Certificate leaf() {
        return chain.getFirst();
    }

    /** Whether its times are good. */
    public boolean isValid(Instant now) {
        return CertificateChain.isValid(leaf(), now);
    }

    /** Whether one of those authorities signed the leaf itself. */
    public boolean isSignedBy(List<X509Certificate> authorities) {
        return authorities.stream().anyMatch(authority -> CertificateChain.isSigned(leaf(), authority));
    }

    /** Whether the chain leads from the leaf to one of those authorities. */
    public boolean leadsTo(List<X509Certificate> authorities, Instant now) {
        return CertificateChain.leadsTo(authorities, chain, now);
    }

    /** The first SPIFFE id among its names. */
    public Optional<String> spiffeId() {
        try {
            Collection<List<?>> names = leaf().getSubjectAlternativeNames();
            return names == null
                    ? Optional.empty()
                    : names.stream()
                            .filter(name -> Integer.valueOf(URI).equals(name.get(0)))
                            .map(name -> String.valueOf(name.get(1)))
                            .filter(uri -> uri.startsWith(SPIFFE))
                            .findFirst();
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
    }

    /** Its common name, empty if it has none. */
    public String commonName() {
        return Template.commonName(leaf());
    }

    /** The chain as PEM. */
    public String chainPem() {
        return Pem.text(chain);
    }

    /** Never shows the key: records end up in log lines. */
    @Override
    public String toString() {
        return "BroughtIdentity[" + leaf().getSubjectX500Principal() + "]";
    }
}
