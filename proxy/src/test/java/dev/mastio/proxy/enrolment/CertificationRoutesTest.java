package dev.mastio.proxy.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.pki.Fingerprints;
import dev.mastio.proxy.pki.Pem;
import dev.mastio.proxy.pki.TestKeys;
import dev.mastio.proxy.pki.TestRequests;
import dev.mastio.proxy.registry.Principal;
import dev.mastio.proxy.registry.PrincipalType;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Route;
import dev.mastio.proxy.wire.TestRequest;
import dev.mastio.proxy.wire.TestRequest.Answer;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@EnumSource(Store.Kind.class)
class CertificationRoutesTest {

    private static final String CSR = "/v1/principals/csr";
    private static final String MARIO = "cullis.local/acme/user/mario";
    private static final Requester DESK = new Requester("acme::desk", "workload");

    private final Store.Kind kind;

    @TempDir
    private Path directory;

    private final KeyPair pair = TestKeys.p256();
    private Organisations acme;

    CertificationRoutesTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        acme = Organisations.fresh(kind, directory);
        acme.principals.add(principal(PrincipalType.USER, "mario"));
        acme.principals.add(principal(PrincipalType.WORKLOAD, "desk"));
        acme.journal.notes().clear();
    }

    @AfterEach
    void close() {
        acme.close();
    }

    @Test
    void certifiesAUserForAnHour() throws Exception {
        Answer answer = ask(DESK, MARIO, TestRequests.signed(pair));

        assertThat(answer.status()).isEqualTo(201);
        JsonNode body = answer.json();
        List<X509Certificate> chain = Pem.certificates(body.path("cert_pem").asText());
        X509Certificate leaf = chain.getFirst();
        assertThat(chain).hasSize(2);
        assertThat(leaf.getPublicKey().getEncoded()).isEqualTo(pair.getPublic().getEncoded());
        assertThat(leaf.getSubjectAlternativeNames()).containsExactly(List.of(6, "spiffe://" + MARIO));
        assertThat(body.path("cert_thumbprint").asText()).isEqualTo(Fingerprints.of(leaf));
        assertThat(body.path("cert_not_after").asText()).isEqualTo("2026-06-01T13:00:00+00:00");
        assertThat(acme.journal.actions()).containsExactly("user.certify");
    }

    @Test
    void pinsTheFirstKeyUntilSomebodyResetsThat() throws Exception {
        ask(DESK, MARIO, TestRequests.signed(pair));

        assertThat(ask(DESK, MARIO, TestRequests.signed(pair)).status()).isEqualTo(201);
        Answer other = ask(DESK, MARIO, TestRequests.signed(TestKeys.p256()));
        assertThat(other.status()).isEqualTo(403);
        assertThat(other.detail()).isEqualTo("another key is pinned for this principal");

        acme.principals.unpin(PrincipalType.USER, "acme::user::mario");
        assertThat(ask(DESK, MARIO, TestRequests.signed(TestKeys.p256())).status())
                .isEqualTo(201);
        assertThat(ask(DESK, MARIO, TestRequests.signed(pair)).status()).isEqualTo(403);
    }

    @Test
    void certifiesNobodyWhoWasRevokedUntilAccessIsGivenBack() throws Exception {
        ask(DESK, MARIO, TestRequests.signed(pair));
        acme.principals.deactivate(PrincipalType.USER, "acme::user::mario", "left", "test");

        Answer sameKey = ask(DESK, MARIO, TestRequests.signed(pair));

        assertThat(sameKey.status()).isEqualTo(403);
        assertThat(sameKey.detail()).isEqualTo("this principal is revoked");
        acme.principals.unpin(PrincipalType.USER, "acme::user::mario");
        assertThat(ask(DESK, MARIO, TestRequests.signed(TestKeys.p256())).status())
                .isEqualTo(403);
        acme.principals.reactivate(PrincipalType.USER, "acme::user::mario", "test");
        assertThat(ask(DESK, MARIO, TestRequests.signed(pair)).status()).isEqualTo(201);
        assertThat(acme.journal.actions())
                .containsExactly(
                        "user.certify", "user.deactivate", "user.tofu_pin_reset", "user.reactivate", "user.certify");
    }

    @ParameterizedTest
    @CsvSource({
        "acme::alice, agent, cullis.local/acme/user/mario",
        "acme::user::mario, user, cullis.local/acme/user/mario",
        "acme::alice, agent, cullis.local/acme/workload/desk",
        "acme::other, workload, cullis.local/acme/workload/desk",
    })
    void certifiesForWorkloadsAlone(String id, String type, String principal) {
        Answer answer = ask(new Requester(id, type), principal, TestRequests.signed(pair));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(acme.journal.notes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"acme::desk", "acme::workload::desk"})
    void certifiesAWorkloadForItself(String id) {
        Answer answer =
                ask(new Requester(id, "workload"), "cullis.local/acme/workload/desk", TestRequests.signed(pair));

        assertThat(answer.status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({
        "cullis.local/bravo/user/mario, 403",
        "evil.example/acme/user/mario, 403",
        "cullis.local/acme/user/nobody, 404",
        "cullis.local/acme/agent/alice, 400",
        "cullis.local/acme/proxy/acme, 400",
        "cullis.local/acme/mario, 400",
        "cullis.local/acme/user/mario/x, 400",
        "cullis.local/acme/user/, 400",
        "cullis.local/acme/user/a b, 400",
        "spiffe://cullis.local/acme/user/mario, 400",
        "cullis.local/acme/user/..%2fadmin, 400",
        "acme::user::mario, 400"
    })
    void certifiesNobodyElse(String principal, int status) {
        assertThat(ask(DESK, principal, TestRequests.signed(pair)).status()).isEqualTo(status);
        assertThat(acme.journal.notes()).isEmpty();
    }

    @Test
    void takesNothingFromTheRequestButTheKey() throws Exception {
        String greedy = TestRequests.greedy(pair);

        Answer answer = ask(DESK, MARIO, greedy);

        X509Certificate leaf = Pem.certificate(answer.json().path("cert_pem").asText());
        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("O=acme,CN=acme::user::mario");
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        assertThat(leaf.getKeyUsage()).startsWith(true, false, false, false, false, false, false);
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(leaf.getSubjectAlternativeNames()).containsExactly(List.of(6, "spiffe://" + MARIO));
        assertThat(leaf.getExtensionValue(Extension.certificatePolicies.getId()))
                .isNull();
    }

    @ParameterizedTest
    @MethodSource("hostileRequests")
    void refuses(String what, String csr, int status, String why) {
        Answer answer = ask(DESK, MARIO, csr);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(status == 422 ? answer.problem() : answer.detail()).contains(why);
        assertThat(acme.journal.notes()).isEmpty();
    }

    static Stream<Arguments> hostileRequests() {
        KeyPair pair = TestKeys.p256();
        return Stream.of(
                Arguments.of(
                        "another's signature", TestRequests.signedBy(pair, TestKeys.p256()), 400, "does not verify"),
                Arguments.of("a changed name", TestRequests.tampered(pair), 400, "does not verify"),
                Arguments.of("no signature", TestRequests.unsigned(pair), 400, "does not verify"),
                Arguments.of(
                        "SHA-1", TestRequests.signed(pair, "SHA1withECDSA"), 400, "unsupported signature algorithm"),
                Arguments.of(
                        "MD5",
                        TestRequests.signed(TestKeys.rsa(2048), "MD5withRSA"),
                        400,
                        "unsupported signature algorithm"),
                Arguments.of("a short RSA key", TestRequests.signed(TestKeys.rsa(1024), "SHA256withRSA"), 400, "2048"),
                Arguments.of("a huge RSA key", TestRequests.hugeRsa(), 400, "4096"),
                Arguments.of("secp256k1", TestRequests.secp256k1(), 400, "unsupported curve"),
                Arguments.of("a point off the curve", TestRequests.offCurve(pair), 400, "not a well-formed"),
                Arguments.of(
                        "a certificate instead", TestRequests.certificate(pair), 400, "no PEM certification request"),
                Arguments.of("a private key instead", Pem.text(pair.getPrivate()), 400, "no PEM certification request"),
                Arguments.of("garbage", "x".repeat(200), 400, "no PEM certification request"),
                Arguments.of("a cut-off request", TestRequests.cutOff(pair), 400, "not a PEM certification request"),
                Arguments.of("sequences in sequences", TestRequests.nested(), 400, "not a PEM certification request"),
                Arguments.of("too little", "x".repeat(127), 422, "body.csr_pem string_too_short"),
                Arguments.of("too much", "x".repeat(8193), 422, "body.csr_pem string_too_long"));
    }

    @Test
    void asksWhoCallsBeforeAnythingElse() {
        List<Route> routes = new CertificationRoutes(acme.certification, answering -> request -> {
                    throw new Refusal(401, "who are you?");
                })
                .routes();

        assertThat(TestRequest.post(CSR).text("garbage").to(routes).status()).isEqualTo(401);
    }

    private Answer ask(Requester caller, String principal, String csr) {
        return TestRequest.post(CSR)
                .json(Json.object().put("principal_id", principal).put("csr_pem", csr))
                .to(new CertificationRoutes(
                                acme.certification, answering -> request -> answering.answer(request, caller))
                        .routes());
    }

    private static Principal principal(PrincipalType type, String name) {
        return new Principal(
                type.id("acme", name),
                type,
                name,
                name,
                "both",
                Optional.empty(),
                Optional.empty(),
                true,
                Organisations.NOON);
    }
}
