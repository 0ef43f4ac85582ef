package dev.mastio.proxy.edge.tls;

import dev.mastio.proxy.crypto.CertificationKeys;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.util.IPAddress;

/** A certificate for a proxy that was started by hand without one. Good for trying things out, trusted by nobody. */
final class SelfSigned {

    private static final Duration VALIDITY = Duration.ofDays(90);
    private static final int SERIAL_BITS = 128;

    private SelfSigned() {}

    /**
     * Makes one.
     *
     * @param names host names and addresses that it is for; the first is its subject
     */
    static Identity make(List<String> names) {
        try {
            KeyPair pair = CertificationKeys.newKeyPair();
            X500Name name =
                    new X500NameBuilder().addRDN(BCStyle.CN, names.getFirst()).build();
            Instant now = Instant.now();
            var builder = new JcaX509v3CertificateBuilder(
                    name,
                    new BigInteger(SERIAL_BITS, new SecureRandom()),
                    Date.from(now.minus(Duration.ofMinutes(5))),
                    Date.from(now.plus(VALIDITY)),
                    name,
                    pair.getPublic());
            builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
            return new Identity(
                    pair.getPrivate(),
                    List.of(new JcaX509CertificateConverter()
                            .getCertificate(builder.build(CertificationKeys.signer(pair.getPrivate())))));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java cannot make an EC certificate", e);
        }
    }

    private static GeneralNames alternatives(List<String> names) {
        return new GeneralNames(names.stream().map(SelfSigned::alternative).toArray(GeneralName[]::new));
    }

    private static GeneralName alternative(String name) {
        return new GeneralName(IPAddress.isValid(name) ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }
}
