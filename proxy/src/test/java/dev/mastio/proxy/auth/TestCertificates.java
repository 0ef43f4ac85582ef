package dev.mastio.proxy.auth;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates as tests need them, good or otherwise. */
public final class TestCertificates {

    private static final AtomicLong SERIAL = new AtomicLong(1);

    private TestCertificates() {}

    /** Who signs. */
    public record Issuer(X509Certificate certificate, KeyPair pair) {}

    /** What to sign. */
    public record Wanted(String subject, List<String> uris, KeyPair pair, Instant from, Instant to, String algorithm) {

        public static Wanted of(String subject, String uri, KeyPair pair, Instant now) {
            return new Wanted(
                    subject,
                    uri.isEmpty() ? List.of() : List.of(uri),
                    pair,
                    now.minus(1, ChronoUnit.HOURS),
                    now.plus(365, ChronoUnit.DAYS),
                    "SHA256withECDSA");
        }

        public Wanted between(Instant start, Instant end) {
            return new Wanted(subject, uris, pair, start, end, algorithm);
        }

        public Wanted signedWith(String other) {
            return new Wanted(subject, uris, pair, from, to, other);
        }

        public Wanted with(List<String> names) {
            return new Wanted(subject, names, pair, from, to, algorithm);
        }
    }

    public static Issuer root(Instant now) {
        return root(TestKeys.ec(), "SHA256withECDSA", now);
    }

    public static Issuer root(KeyPair pair, String algorithm, Instant now) {
        Wanted wanted = Wanted.of("CN=acme CA,O=acme", "", pair, now).signedWith(algorithm);
        return new Issuer(issue(wanted, new X500Name("CN=acme CA,O=acme"), pair, true), pair);
    }

    public static Issuer intermediate(Issuer root, Instant now) {
        return intermediate(root, Wanted.of("CN=acme Mastio CA,O=acme", "", TestKeys.ec(), now));
    }

    public static Issuer intermediate(Issuer root, Wanted wanted) {
        return new Issuer(issue(wanted, subject(root), root.pair, true), wanted.pair);
    }

    public static X509Certificate leaf(Issuer issuer, Wanted wanted) {
        return issue(wanted, subject(issuer), issuer.pair, false);
    }

    private static X500Name subject(Issuer issuer) {
        return new X500Name(issuer.certificate.getSubjectX500Principal().getName());
    }

    @SuppressWarnings("JavaUtilDate") // what the library takes
    private static X509Certificate issue(Wanted wanted, X500Name issuer, KeyPair signer, boolean authority) {
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    BigInteger.valueOf(SERIAL.getAndIncrement()),
                    Date.from(wanted.from),
                    Date.from(wanted.to),
                    new X500Name(wanted.subject),
                    wanted.pair.getPublic());
            if (authority) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(1));
            }
            if (!wanted.uris.isEmpty()) {
                GeneralName[] names = wanted.uris.stream()
                        .map(uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri))
                        .toArray(GeneralName[]::new);
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            JcaContentSignerBuilder signs = new JcaContentSignerBuilder(wanted.algorithm);
            if (wanted.algorithm.endsWith("andMGF1")) {
                // The JDK has it under another name.
                signs.setProvider(new BouncyCastleProvider());
            }
            return new JcaX509CertificateConverter().getCertificate(builder.build(signs.build(signer.getPrivate())));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
