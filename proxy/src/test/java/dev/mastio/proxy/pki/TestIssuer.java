package dev.mastio.proxy.pki;

import java.io.IOException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.jspecify.annotations.Nullable;

/** An authority in the hands of a test. */
public final class TestIssuer {

    private final Issuer issuer;
    private final Instant now;

    private TestIssuer(Issuer issuer, Instant now) {
        this.issuer = issuer;
        this.now = now;
    }

    /** The Org Root itself. */
    public static TestIssuer rootOf(Pki pki) throws Exception {
        return new TestIssuer(pki.root(), pki.required().tokenKey().since());
    }

    /** Somebody else's root. */
    public static TestIssuer unknown(Instant now) {
        return new TestIssuer(Issuer.selfSigned(Template.orgRoot("stranger"), TestKeys.p256(), now), now);
    }

    public X509Certificate certificate() {
        return issuer.certificate();
    }

    /** A certificate of a year with that common name and, if given, that URI. */
    public X509Certificate agent(String commonName, @Nullable String uri, PublicKey key) {
        try {
            X500NameBuilder subject = new X500NameBuilder().addRDN(BCStyle.O, "acme");
            List<Extension> names = uri == null
                    ? List.of()
                    : List.of(new Extension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri))
                                    .getEncoded()));
            if (!commonName.isEmpty()) {
                subject.addRDN(BCStyle.CN, commonName);
            }
            return issuer.issue(new Template(subject.build(), Duration.ofDays(365), names), key, now);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
