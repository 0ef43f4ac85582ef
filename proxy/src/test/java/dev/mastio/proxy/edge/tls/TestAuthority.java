package dev.mastio.proxy.edge.tls;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A certificate authority, and what it issues. */
public final class TestAuthority {

    private final KeyPair keys;
    private final X509Certificate certificate;
    private final List<X509Certificate> above;

    /** A certificate with its key and the intermediates above it. */
    public record Holder(KeyPair keys, List<X509Certificate> chain) {

        /** What a TLS client presents itself with. */
        public KeyManager[] keyManagers() throws Exception {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setKeyEntry("client", keys.getPrivate(), new char[0], chain.toArray(X509Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, new char[0]);
            return factory.getKeyManagers();
        }
    }

    private TestAuthority(KeyPair keys, X509Certificate certificate, List<X509Certificate> above) {
        this.keys = keys;
        this.certificate = certificate;
        this.above = above;
    }

    /** A self-signed one. */
    public static TestAuthority root(String name) throws Exception {
        return root(name, Instant.now().plus(Duration.ofHours(1)));
    }

    static TestAuthority root(String name, Instant until) throws Exception {
        KeyPair keys = keys();
        return new TestAuthority(
                keys,
                sign(keys, new X500Name("CN=" + name), keys, "CN=" + name, until, new BasicConstraints(1), null),
                List.of());
    }

    /** One below this. */
    public TestAuthority intermediate(String name) throws Exception {
        KeyPair theirs = keys();
        List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
        chain.addAll(above);
        return new TestAuthority(
                theirs, sign(theirs, subject(), keys, "CN=" + name, soon(), new BasicConstraints(1), null), chain);
    }

    /** A client's certificate. */
    public Holder client(String name) throws Exception {
        return issue(name, soon(), KeyPurposeId.id_kp_clientAuth);
    }

    /** A client's certificate that is no longer valid. */
    public Holder expired(String name) throws Exception {
        return issue(name, Instant.now().minus(Duration.ofMinutes(1)), KeyPurposeId.id_kp_clientAuth);
    }

    /** A certificate for servers. */
    public Holder server(String name) throws Exception {
        return issue(name, soon(), KeyPurposeId.id_kp_serverAuth);
    }

    /** What others trust. */
    public X509Certificate certificate() {
        return certificate;
    }

    private Holder issue(String name, Instant until, KeyPurposeId purpose) throws Exception {
        KeyPair theirs = keys();
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(sign(theirs, subject(), keys, "CN=" + name, until, null, purpose));
        if (!above.isEmpty()) {
            chain.add(certificate);
        }
        return new Holder(theirs, chain);
    }

    private X500Name subject() {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    private static Instant soon() {
        return Instant.now().plus(Duration.ofHours(1));
    }

    private static KeyPair keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X509Certificate sign(
            KeyPair theirs,
            X500Name issuer,
            KeyPair issuers,
            String subject,
            Instant until,
            @Nullable BasicConstraints authority,
            @Nullable KeyPurposeId purpose)
            throws Exception {
        var builder = new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE)),
                Date.from(Instant.now().minus(Duration.ofHours(2))),
                Date.from(until),
                new X500Name(subject),
                theirs.getPublic());
        if (authority != null) {
            builder.addExtension(Extension.basicConstraints, true, authority);
        }
        if (purpose != null) {
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        }
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuers.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }
}
