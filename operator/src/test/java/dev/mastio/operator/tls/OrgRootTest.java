package dev.mastio.operator.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrgRootTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final String SUBJECT_KEY = "2.5.29.14";
    private static final String AUTHORITY_KEY = "2.5.29.35";
    private static final String CONSTRAINTS = "2.5.29.19";
    private static final String USAGE = "2.5.29.15";

    /** As {@code docs/identity.md} and the proxy's own template have it. */
    @Test
    void isTheAuthorityOverOneMoreThatAProxyWouldMake() throws Exception {
        X509Certificate root =
                Pem.certificate(OrgRoot.make(Optional.of("acme"), NOW).certificate());

        assertThat(root.getSubjectX500Principal().getName()).isEqualTo("O=acme,CN=acme CA");
        assertThat(root.getIssuerX500Principal()).isEqualTo(root.getSubjectX500Principal());
        assertThat(root.getBasicConstraints()).isEqualTo(1);
        assertThat(root.getCriticalExtensionOIDs()).containsExactlyInAnyOrder(CONSTRAINTS, USAGE);
        assertThat(root.getNonCriticalExtensionOIDs()).containsExactlyInAnyOrder(SUBJECT_KEY, AUTHORITY_KEY);
        assertThat(root.getKeyUsage()).containsExactly(false, false, false, false, false, true, true, false, false);
        assertThat(((ECPublicKey) root.getPublicKey()).getParams().getOrder().bitLength())
                .isEqualTo(256);
        assertThat(root.getSigAlgName()).isEqualTo("SHA256withECDSA");
        assertThat(root.getNotAfter()).isEqualTo(Date.from(NOW.plus(Duration.ofDays(15 * 365))));
        assertThatCode(() -> root.checkValidity(Date.from(NOW))).doesNotThrowAnyException();
        assertThatCode(() -> root.verify(root.getPublicKey())).doesNotThrowAnyException();
    }

    @Test
    void anOrganisationWithoutNameIsNamedAfterItsKey() throws Exception {
        X509Certificate root =
                Pem.certificate(OrgRoot.make(Optional.empty(), NOW).certificate());

        String fingerprint = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(root.getPublicKey().getEncoded()))
                .substring(0, 16);
        assertThat(root.getSubjectX500Principal().getName())
                .isEqualTo("O=" + fingerprint + ",CN=" + fingerprint + " CA");
    }

    @Test
    void theKeyIsTheCertificatesAndNoOtherInstanceHasIt() throws Exception {
        OrgRoot root = OrgRoot.make(Optional.of("acme"), NOW);
        byte[] text = {1, 2, 3};
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(Pem.ecKey(root.key()));
        signature.update(text);
        byte[] signed = signature.sign();

        signature.initVerify(Pem.certificate(root.certificate()).getPublicKey());
        signature.update(text);

        assertThat(signature.verify(signed)).isTrue();
        assertThat(OrgRoot.make(Optional.of("acme"), NOW).key()).isNotEqualTo(root.key());
    }

    @Test
    void theKeyIsNeverPrinted() {
        assertThat(OrgRoot.make(Optional.of("acme"), NOW)).asString().doesNotContain("PRIVATE");
    }
}
