package dev.mastio.proxy.pki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.crypto.CertificationKeys;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.junit.jupiter.api.Test;

class CertificatesTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private final Authority authority = TestAuthority.made(NOW);
    private final X509Certificate intermediate = authority.intermediate().certificate();
    private final List<X509Certificate> agent =
            authority.certifyAgent("alice", TestKeys.p256().getPublic(), NOW);

    @Test
    void rootIsAnAuthorityOverOneMoreForFifteenYears() throws Exception {
        X509Certificate root = authority.root();

        assertThat(root.getSubjectX500Principal().getName()).isEqualTo("O=acme,CN=acme CA");
        assertThat(root.getIssuerX500Principal()).isEqualTo(root.getSubjectX500Principal());
        assertThat(root.getBasicConstraints()).isEqualTo(1);
        assertThat(root.getNotBefore()).isEqualTo(Date.from(NOW.minus(Duration.ofMinutes(5))));
        assertThat(root.getNotAfter()).isEqualTo(Date.from(NOW.plus(Duration.ofDays(15 * 365))));
        assertIsAuthority(root);
        root.verify(root.getPublicKey());
    }

    @Test
    void intermediateIsAnAuthorityOverLeavesForFiveYears() {
        assertThat(intermediate.getSubjectX500Principal().getName()).isEqualTo("O=acme,CN=acme Mastio CA");
        assertThat(intermediate.getBasicConstraints()).isZero();
        assertThat(intermediate.getNotAfter()).isEqualTo(Date.from(NOW.plus(Duration.ofDays(5 * 365))));
        assertIsAuthority(intermediate);
    }

    @Test
    void agentIsNamedForClientsAndForServers() throws Exception {
        X509Certificate leaf = agent.getFirst();

        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("O=acme,CN=acme::alice");
        assertThat(leaf.getSubjectAlternativeNames()).containsExactly(List.of(6, "spiffe://cullis.local/acme/alice"));
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        assertThat(leaf.getKeyUsage()).startsWith(true, false, false, false, false, false);
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(leaf.getNotAfter()).isEqualTo(Date.from(NOW.plus(Duration.ofDays(365))));
        assertThat(agent).element(1).isEqualTo(intermediate);
    }

    @Test
    void tokenKeyIsNamedAfterTheOrganisation() throws Exception {
        X509Certificate certificate = authority.tokenKey().certificate();

        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=proxy:acme");
        assertThat(certificate.getSubjectAlternativeNames())
                .containsExactly(List.of(6, "spiffe://cullis.local/proxy/acme"));
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    }

    @Test
    void serverIsNamedAfterItsFirstNameAndGoodForNinetyDays() throws Exception {
        List<X509Certificate> chain = authority.certifyServer(
                List.of("mastio.local", "10.0.0.7", "fd00::7"), TestKeys.p256().getPublic(), NOW);

        X509Certificate leaf = chain.getFirst();
        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=mastio.local");
        assertThat(leaf.getSubjectAlternativeNames())
                .containsExactly(List.of(2, "mastio.local"), List.of(7, "10.0.0.7"), List.of(7, "fd00:0:0:0:0:0:0:7"));
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        assertThat(leaf.getKeyUsage()).startsWith(true, false, true, false, false, false);
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(leaf.getNotAfter()).isEqualTo(Date.from(NOW.plus(Duration.ofDays(90))));
        assertThat(leaf.getExtensionValue("2.5.29.14")).isNotNull();
        assertThat(leaf.getExtensionValue("2.5.29.35")).isNotNull();
        assertThat(chain).element(1).isEqualTo(intermediate);
    }

    @Test
    void typedPrincipalsGetAnHour() throws Exception {
        X509Certificate leaf = authority
                .certifyShortly("user", "mario", TestKeys.p256().getPublic(), NOW)
                .getFirst();

        assertThat(leaf.getSubjectAlternativeNames())
                .containsExactly(List.of(6, "spiffe://cullis.local/acme/user/mario"));
        assertThat(Template.commonName(leaf)).isEqualTo("acme::user::mario");
        assertThat(leaf.getNotAfter()).isEqualTo(Date.from(NOW.plus(Duration.ofHours(1))));
    }

    @Test
    void allCarryTheIdentifiersThatStrictVerifiersWant() throws Exception {
        JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
        byte[] root = identifiers.createAuthorityKeyIdentifier(authority.root()).getEncoded();
        byte[] issuer = identifiers
                .createAuthorityKeyIdentifier(intermediate.getPublicKey())
                .getEncoded();

        assertThat(value(intermediate, Extension.authorityKeyIdentifier.getId()))
                .containsSequence(keyIdentifier(root));
        for (X509Certificate leaf :
                List.of(agent.getFirst(), authority.tokenKey().certificate())) {
            assertThat(value(leaf, Extension.authorityKeyIdentifier.getId())).containsSequence(issuer);
            assertThat(value(leaf, Extension.subjectKeyIdentifier.getId())).isNotEmpty();
        }
        assertThat(value(authority.root(), Extension.subjectKeyIdentifier.getId()))
                .isNotEmpty();
    }

    /** Of an Intermediate that somebody brought, whose identifier need not be the SHA-1 of its key. */
    @Test
    void pointToTheirIssuerAsItsOwnCertificateNamesIt() throws Exception {
        KeyPair keys = TestKeys.p256();
        X500Name name = new X500Name("CN=brought");
        byte[] identifier = {1, 2, 3, 4};
        X509Certificate brought = new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name,
                                BigInteger.ONE,
                                Date.from(NOW),
                                intermediate.getNotAfter(),
                                name,
                                keys.getPublic())
                        .addExtension(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(identifier))
                        .build(CertificationKeys.signer(keys.getPrivate())));

        X509Certificate leaf = new Issuer(brought, keys.getPrivate())
                .issue(Template.server(List.of("mastio.local")), TestKeys.p256().getPublic(), NOW);

        assertThat(value(leaf, Extension.authorityKeyIdentifier.getId())).endsWith(identifier);
    }

    @Test
    void chainsVerifyUpToTheRoot() throws Exception {
        var path = CertificateFactory.getInstance("X.509").generateCertPath(agent);
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority.root(), null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(NOW));

        CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }

    @Test
    void nobodyOutlivesTheirIssuer() {
        Instant late = NOW.plus(Duration.ofDays(5 * 365 - 10));

        X509Certificate leaf = authority
                .certifyAgent("alice", TestKeys.p256().getPublic(), late)
                .getFirst();

        assertThat(leaf.getNotAfter()).isEqualTo(intermediate.getNotAfter());
    }

    @Test
    void serialNumbersDiffer() {
        X509Certificate other = authority
                .certifyAgent("alice", agent.getFirst().getPublicKey(), NOW)
                .getFirst();

        assertThat(other.getSerialNumber())
                .isNotEqualTo(agent.getFirst().getSerialNumber())
                .isPositive();
    }

    private static void assertIsAuthority(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        assertThat(usage).startsWith(false, false, false, false, false, true, true);
        assertThat(certificate.getCriticalExtensionOIDs())
                .contains(Extension.basicConstraints.getId(), Extension.keyUsage.getId());
    }

    /** Without the issuer's name and serial number, which nobody needs. */
    private static byte[] keyIdentifier(byte[] authorityKeyIdentifier) {
        return AuthorityKeyIdentifier.getInstance(authorityKeyIdentifier).getKeyIdentifierOctets();
    }

    private static byte[] value(X509Certificate certificate, String extension) {
        byte[] value = certificate.getExtensionValue(extension);
        assertThat(value).describedAs(extension).isNotNull();
        return value;
    }
}
