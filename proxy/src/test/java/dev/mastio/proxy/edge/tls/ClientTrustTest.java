package dev.mastio.proxy.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.edge.tls.TestAuthority.Holder;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientTrustTest {

    private TestAuthority root;
    private TestAuthority intermediate;

    @BeforeEach
    void authorities() throws Exception {
        root = TestAuthority.root("root");
        intermediate = root.intermediate("intermediate");
    }

    @Test
    void takesALeafOfTheRootAndALeafOfTheIntermediate() throws Exception {
        assertVerified(root.client("one"));
        assertVerified(intermediate.client("two"));
    }

    @Test
    void takesALeafWithoutItsIntermediateWhereThatIsKnownHere() throws Exception {
        Holder client = intermediate.client("two");

        ClientCertificate judged =
                trust(root, intermediate).judge(client.chain().subList(0, 1));

        assertThat(judged).isEqualTo(new ClientCertificate.Verified(client.chain()));
    }

    @Test
    void takesALeafThatBringsAnIntermediateUnknownHere() throws Exception {
        assertThat(trust(root).judge(intermediate.client("two").chain()))
                .isInstanceOf(ClientCertificate.Verified.class);
    }

    @Test
    void refusesALeafTwoIntermediatesBelowTheRoot() throws Exception {
        TestAuthority deeper = intermediate.intermediate("deeper");
        List<X509Certificate> chain =
                List.of(deeper.client("three").chain().getFirst(), deeper.certificate(), intermediate.certificate());

        assertThat(trust(root).judge(chain)).isInstanceOf(ClientCertificate.Untrusted.class);
    }

    @Test
    void refusesAForeignLeafAlsoIfItsAuthorityHasTheSameName() throws Exception {
        assertUntrusted(TestAuthority.root("root").client("one"), "");
    }

    @Test
    void refusesALeafThatIsNoLongerValid() throws Exception {
        assertUntrusted(root.expired("one"), "");
    }

    @Test
    void refusesALeafMadeForServers() throws Exception {
        assertUntrusted(root.server("one"), "unsuitable certificate purpose");
    }

    @Test
    void refusesALeafThatWasMadeByAnotherLeaf() throws Exception {
        Holder client = root.client("one");
        Holder forged = TestAuthority.root("one").client("two");

        assertThat(trust(root)
                        .judge(List.of(forged.chain().getFirst(), client.chain().getFirst())))
                .isInstanceOf(ClientCertificate.Untrusted.class);
    }

    @Test
    void refusesAllLeavesOfARootThatIsNoLongerValid() throws Exception {
        TestAuthority old = TestAuthority.root("old", Instant.now().minus(Duration.ofMinutes(1)));

        assertThat(trust(old).judge(old.client("one").chain()))
                .extracting("reason")
                .isEqualTo("no valid certificate authority is known here");
    }

    @Test
    void trustsNoIntermediateAlone() throws Exception {
        assertThat(trust(intermediate).judge(intermediate.client("two").chain()))
                .isInstanceOf(ClientCertificate.Untrusted.class);
    }

    private void assertVerified(Holder client) {
        assertThat(trust(root, intermediate).judge(client.chain()))
                .isEqualTo(new ClientCertificate.Verified(client.chain()));
    }

    private void assertUntrusted(Holder client, String reason) {
        assertThat(trust(root, intermediate).judge(client.chain()))
                .isInstanceOfSatisfying(
                        ClientCertificate.Untrusted.class,
                        untrusted -> assertThat(untrusted.reason())
                                .isNotEqualTo("null")
                                .contains(reason));
    }

    private static ClientTrust trust(TestAuthority... authorities) {
        List<X509Certificate> certificates =
                List.of(authorities).stream().map(TestAuthority::certificate).toList();
        return new ClientTrust(() -> certificates, InstantSource.system());
    }
}
