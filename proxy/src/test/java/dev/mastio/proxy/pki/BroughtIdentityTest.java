package dev.mastio.proxy.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

/** Where a chain leads that somebody brings. */
class BroughtIdentityTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final KeyPair KEY = TestKeys.p256();

    private final Issuer root = Issuer.selfSigned(Template.orgRoot("acme"), TestKeys.p256(), NOW);
    private final Issuer between = under(root, Template.intermediate("acme"));

    @Test
    void leadsToItsRootWithOrWithoutWhatIsBetween() {
        assertThat(leads(leaf(root))).isTrue();
        assertThat(leads(leaf(between), between.certificate())).isTrue();
        assertThat(leads(leaf(between), between.certificate(), root.certificate()))
                .isTrue();
    }

    @Test
    void leadsNowhereIfALinkIsMissingOrIsSomebodyElses() {
        Issuer stranger = Issuer.selfSigned(Template.orgRoot("acme"), TestKeys.p256(), NOW);

        assertThat(leads(leaf(between))).isFalse();
        assertThat(leads(leaf(stranger), between.certificate())).isFalse();
        assertThat(leads(leaf(stranger), stranger.certificate())).isFalse();
    }

    @Test
    void leadsThroughNobodyWhoMayNotCertify() {
        Issuer end = under(root, Template.agent("acme", "acme::mallory", "spiffe://cullis.local/acme/mallory"));
        Issuer signsDataOnly = under(root, TestAuthority.allowed(KeyUsage.digitalSignature));

        assertThat(leads(leaf(end), end.certificate())).isFalse();
        assertThat(leads(leaf(signsDataOnly), signsDataOnly.certificate())).isFalse();
    }

    @Test
    void leadsNowhereOnceAPartIsOver() {
        BroughtIdentity brought = brought(leaf(between), between.certificate());
        List<X509Certificate> roots = List.of(root.certificate());

        assertThat(brought.leadsTo(roots, between.certificate().getNotAfter().toInstant()))
                .isFalse();
        assertThat(brought.leadsTo(roots, NOW)).isTrue();
    }

    private static Issuer under(Issuer issuer, Template template) {
        KeyPair pair = TestKeys.p256();
        return new Issuer(issuer.issue(template, pair.getPublic(), NOW), pair.getPrivate());
    }

    private static X509Certificate leaf(Issuer issuer) {
        return issuer.issue(
                Template.agent("acme", "acme::alice", "spiffe://cullis.local/acme/alice"), KEY.getPublic(), NOW);
    }

    private boolean leads(X509Certificate... chain) {
        return brought(chain).leadsTo(List.of(root.certificate()), NOW);
    }

    private static BroughtIdentity brought(X509Certificate... chain) {
        return new BroughtIdentity(List.of(chain), KEY.getPrivate());
    }
}
