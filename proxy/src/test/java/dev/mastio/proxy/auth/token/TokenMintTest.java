package dev.mastio.proxy.auth.token;

import static dev.mastio.proxy.auth.TestReplica.URL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.auth.EgressProofMode;
import dev.mastio.proxy.auth.TestAgent;
import dev.mastio.proxy.auth.TestCertificates;
import dev.mastio.proxy.auth.TestCertificates.Wanted;
import dev.mastio.proxy.auth.TestClock;
import dev.mastio.proxy.auth.TestKeys;
import dev.mastio.proxy.auth.TestOrganisation;
import dev.mastio.proxy.auth.TestReplica;
import dev.mastio.proxy.auth.TestReplica.Answer;
import dev.mastio.proxy.auth.TestReplica.Options;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Json;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of {@code POST /v1/auth/token}, and what each hostile assertion gets. */
@ParameterizedClass
@EnumSource
class TokenMintTest {

    private static final TestClock CLOCK = TestClock.ahead();
    private static final Instant NOW = CLOCK.start();
    private static final TestOrganisation ACME = new TestOrganisation(NOW);
    private static final TestOrganisation STRANGERS = new TestOrganisation(NOW);
    private static final TestAgent ALICE = ACME.enrol("alice", "erp.inventory.read");

    private static final Map<Store.Kind, Opened> OPENED = new EnumMap<>(Store.Kind.class);

    @TempDir
    private static Path directory;

    private final TestDatabase database;
    private final TestReplica replica;
    private final TestReplica strict;

    /** Once for all tests on that kind of store: none of them asks what another one left there. */
    private record Opened(TestDatabase database, TestReplica replica, TestReplica strict) {

        static Opened on(Store.Kind kind) throws SQLException {
            TestDatabase database = TestDatabase.fresh(kind, directory);
            return new Opened(
                    database,
                    new TestReplica(ACME, database.open(), CLOCK, Options.DEFAULT),
                    new TestReplica(
                            ACME,
                            database.open(),
                            CLOCK,
                            new Options(true, EgressProofMode.OPTIONAL, Optional.empty())));
        }

        void close() {
            replica.close();
            strict.close();
            database.close();
        }
    }

    TokenMintTest(Store.Kind kind) throws SQLException {
        Opened opened = OPENED.get(kind);
        if (opened == null) {
            opened = Opened.on(kind);
            OPENED.put(kind, opened);
        }
        database = opened.database;
        replica = opened.replica;
        strict = opened.strict;
    }

    @AfterAll
    static void stop() {
        OPENED.values().forEach(Opened::close);
        OPENED.clear();
    }

    @Test
    void mintsAnUnboundTokenWithoutProof() throws Exception {
        Answer answer = mint(ALICE.assertion(NOW), Map.of());

        assertThat(answer.status()).isEqualTo(200);
        ObjectNode body = (ObjectNode) answer.body();
        String token = body.remove("access_token").asText();
        assertThat(body.toString())
                .isEqualTo(
                        "{\"token_type\":\"Bearer\",\"expires_in\":900,\"scope\":\"local\",\"issued_by\":\"cullis-mastio:acme\"}");
        assertThat(part(token, 0).toString())
                .isEqualTo("{\"alg\":\"ES256\",\"kid\":\"" + TestOrganisation.KID + "\",\"typ\":\"JWT\"}");
        ObjectNode claims = (ObjectNode) part(token, 1);
        assertThat(claims.remove("jti").asText()).hasSize(36);
        assertThat(claims.toString())
                .isEqualTo("{\"iss\":\"cullis-mastio:acme\",\"aud\":\"cullis-local\",\"sub\":\"acme::alice\","
                        + "\"scope\":\"local\",\"iat\":" + NOW.getEpochSecond() + ",\"exp\":"
                        + NOW.plusSeconds(900).getEpochSecond() + ","
                        + "\"principal_type\":\"agent\",\"org\":\"acme\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://mastio.example:9443/v1/auth/token", "https://mastio.example/v1/auth/token"})
    void bindsTheTokenToTheKeyOfTheProof(String uri) throws Exception {
        Answer answer = mint(
                ALICE.assertion(NOW),
                Map.of("DPoP", ALICE.proof("POST", uri, NOW).text()));

        assertThat(part(answer.body().path("access_token").asText(), 1)
                        .path("cnf")
                        .toString())
                .isEqualTo("{\"jkt\":\"" + TestKeys.thumbprint(ALICE.proofPair()) + "\"}");
    }

    /** The original answers these with a token that is not bound, without a word. */
    @Test
    void refusesAProofThatIsWrong() throws Exception {
        String proof =
                ALICE.proof("POST", "https://other.example/v1/auth/token", NOW).text();

        assertRefused(mint(ALICE.assertion(NOW), Map.of("DPoP", proof)), "Invalid DPoP proof: htu mismatch");
    }

    @Test
    void refusesAProofThatWasUsed() throws Exception {
        Map<String, String> proof =
                Map.of("DPoP", ALICE.proof("POST", URL + "/v1/auth/token", NOW).text());
        mint(ALICE.assertion(NOW), proof);

        assertRefused(mint(ALICE.assertion(NOW), proof), "DPoP proof replay detected");
    }

    @Test
    void doesNotUseUpTheProofOfARequestThatFails() throws Exception {
        Map<String, String> proof =
                Map.of("DPoP", ALICE.proof("POST", URL + "/v1/auth/token", NOW).text());
        mint("nonsense", proof);

        assertThat(mint(ALICE.assertion(NOW), proof).status()).isEqualTo(200);
    }

    @Test
    void demandsAProofWhereTheSettingDoes() throws Exception {
        assertRefused(login(strict, ALICE, NOW), "DPoP proof required for LOCAL_TOKEN binding");
    }

    /** Whether an agent is active is asked when it uses its token. */
    @Test
    void mintsForWhomeverTheOrganisationCertified() throws Exception {
        TestAgent unknown = ACME.certify("nobody", TestKeys.ec());

        Answer answer = mint(unknown.assertion(NOW), Map.of());

        JsonNode claims = part(answer.body().path("access_token").asText(), 1);
        assertThat(claims.has("principal_type")).isFalse();
        assertThat(claims.path("sub").asText()).isEqualTo("acme::nobody");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goodChains")
    void accepts(String name, TestAgent agent) throws Exception {
        assertThat(mint(agent.assertion(NOW), Map.of()).status()).isEqualTo(200);
    }

    static Stream<Arguments> goodChains() {
        X509Certificate root = ACME.root.certificate();
        KeyPair rsa = TestKeys.rsa(2048);
        return Stream.of(
                Arguments.of("a leaf that the root signed", named("acme::grace", wanted("grace"))),
                Arguments.of(
                        "a chain with the root",
                        with(ALICE, ALICE.chain().get(0), ALICE.chain().get(1), root)),
                Arguments.of(
                        "a chain with the root six deep",
                        with(ALICE, ALICE.chain().get(0), ALICE.chain().get(1), root, root, root, root)),
                Arguments.of("an RSA key", ACME.certify("robert", rsa)),
                Arguments.of("SHA-384", named("acme::heidi", wanted("heidi").signedWith("SHA384withECDSA"))),
                Arguments.of("SHA-512", named("acme::heidi", wanted("heidi").signedWith("SHA512withECDSA"))),
                Arguments.of("an RSA Intermediate, SHA-256", underRsa("SHA256withRSA")),
                Arguments.of("an RSA Intermediate, SHA-384", underRsa("SHA384withRSA")),
                Arguments.of("an RSA Intermediate, SHA-512", underRsa("SHA512withRSA")),
                Arguments.of(
                        "a name in the subject only",
                        named("acme::carol", Wanted.of("CN=acme::carol,O=acme", "", TestKeys.ec(), NOW))),
                Arguments.of(
                        "a typed SPIFFE name",
                        named("acme::dora", Wanted.of("CN=x", "spiffe://td/acme/agent/dora", TestKeys.ec(), NOW))),
                Arguments.of(
                        "a workload",
                        named(
                                "acme::workload::job",
                                Wanted.of("CN=x", "spiffe://td/acme/workload/job", TestKeys.ec(), NOW))),
                Arguments.of(
                        "the first name that is an identity",
                        named(
                                "acme::erin",
                                Wanted.of("CN=x", "", TestKeys.ec(), NOW)
                                        .with(List.of(
                                                "https://acme.example",
                                                "spiffe://td/acme/robot/x",
                                                "spiffe://td/acme/erin",
                                                "spiffe://td/acme/frank")))));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource({"hostileChains", "hostileClaims"})
    void refuses(String attack, String assertion, String detail) throws Exception {
        assertRefused(mint(assertion, Map.of()), detail);
    }

    static Stream<Arguments> hostileChains() {
        X509Certificate leaf = ALICE.chain().get(0);
        X509Certificate intermediate = ALICE.chain().get(1);
        TestAgent stranger = STRANGERS.certify("alice", TestKeys.ec());
        Wanted bob = Wanted.of("CN=acme::bob", "spiffe://cullis.local/acme/bob", TestKeys.ec(), NOW);
        TestAgent forged = forged(leaf, bob);
        TestAgent rsa = underRsa("SHA256withRSA");
        X509Certificate underRoot = TestCertificates.leaf(
                ACME.root, Wanted.of("CN=acme::alice", "spiffe://cullis.local/acme/alice", ALICE.pair(), NOW));
        String malformed = "x509 chain: x5c header missing or malformed";
        String invalid = "x509 chain: chain signature invalid";
        String window = "x509 chain: certificate outside validity window";
        return Stream.of(
                attack("nothing", "", malformed),
                attack("no JWT", "a.b.c", malformed),
                attack("no x5c", ALICE.sign(header(ALICE, h -> h.without("x5c")), claims()), malformed),
                attack(
                        "x5c as text",
                        ALICE.sign(header(ALICE, h -> h.put("x5c", TestAgent.base64(leaf))), claims()),
                        malformed),
                attack("x5c empty", x5c(List.of()), malformed),
                attack(
                        "x5c with a number",
                        ALICE.sign(header(ALICE, h -> ((ArrayNode) h.path("x5c")).add(1)), claims()),
                        malformed),
                attack(
                        "x5c as PEM",
                        x5c(List.of(
                                Base64.getEncoder().encodeToString(ALICE.pem().getBytes(UTF_8)))),
                        malformed),
                attack(
                        "x5c with line breaks",
                        x5c(List.of(TestAgent.base64(leaf).replaceAll("(.{64})", "$1\n"))),
                        malformed),
                attack(
                        "x5c in base64url",
                        x5c(List.of(TestAgent.base64(leaf).replace('+', '-').replace('/', '_') + "-_")),
                        malformed),
                attack("bytes after the certificate", x5c(List.of(withTail(leaf))), malformed),
                attack("two certificates in one", x5c(List.of(joined(leaf, intermediate))), malformed),
                attack("half a certificate", x5c(List.of(TestAgent.base64(leaf).substring(0, 400))), malformed),
                attack(
                        "ASN.1 of an endless length",
                        x5c(List.of(
                                Base64.getEncoder().encodeToString(new byte[] {0x30, (byte) 0x84, 0x7f, -1, -1, -1}))),
                        malformed),
                attack("100 KiB of zeros", x5c(List.of("A".repeat(20_000))), malformed),
                attack(
                        "seven certificates",
                        with(ALICE, Collections.nCopies(7, leaf)).assertion(NOW),
                        "x509 chain: chain too long (7)"),
                attack("a leaf without its Intermediate", with(ALICE, leaf).assertion(NOW), invalid),
                attack("an Intermediate first", with(ALICE, intermediate, leaf).assertion(NOW), invalid),
                attack("a foreign organisation", stranger.assertion(NOW), invalid),
                attack(
                        "a foreign organisation with its root",
                        with(stranger, stranger.chain().get(0), stranger.chain().get(1), STRANGERS.root.certificate())
                                .assertion(NOW),
                        invalid),
                attack(
                        "a foreign leaf under our Intermediate",
                        with(stranger, stranger.chain().get(0), intermediate).assertion(NOW),
                        invalid),
                attack(
                        "a leaf signed by a leaf of a stranger",
                        with(stranger, stranger.chain().get(0), leaf, intermediate)
                                .assertion(NOW),
                        invalid),
                attack(
                        "a leaf that another agent of ours has signed",
                        with(forged, forged.chain().get(0), leaf, intermediate).assertion(NOW),
                        invalid),
                attack(
                        "a leaf that a leaf of the root has signed",
                        with(forged, forged.chain().get(0), underRoot).assertion(NOW),
                        invalid),
                attack("a self-signed leaf", selfSigned().assertion(NOW), invalid),
                attack(
                        "expired",
                        byRoot(wanted("alice").between(NOW.minusSeconds(100), NOW.minusSeconds(1)))
                                .assertion(NOW),
                        window),
                attack(
                        "not valid yet",
                        byRoot(wanted("alice").between(NOW.plusSeconds(1), NOW.plusSeconds(100)))
                                .assertion(NOW),
                        window),
                attack(
                        "an expired Intermediate",
                        under(intermediate(TestKeys.ec(), NOW.minusSeconds(100), NOW.minusSeconds(1)), wanted("ruth"))
                                .assertion(NOW),
                        window),
                attack(
                        "an Intermediate that is not valid yet",
                        under(intermediate(TestKeys.ec(), NOW.plusSeconds(1), NOW.plusSeconds(100)), wanted("ruth"))
                                .assertion(NOW),
                        window),
                attack(
                        "SHA-1 by RSA",
                        underRsa("SHA1withRSA").assertion(NOW),
                        "x509 chain: weak signature hash algorithm"),
                attack(
                        "RSA with another padding",
                        underRsa("SHA256withRSAandMGF1").assertion(NOW),
                        "x509 chain: weak signature hash algorithm"),
                attack(
                        "another RSA key than the Intermediate's",
                        with(
                                        rsa,
                                        rsa.chain().get(0),
                                        underRsa("SHA256withRSA").chain().get(1))
                                .assertion(NOW),
                        invalid),
                attack(
                        "a leaf that an EC key signed, under an RSA Intermediate",
                        with(ALICE, leaf, rsa.chain().get(1)).assertion(NOW),
                        invalid),
                attack(
                        "a leaf that an RSA key signed, under an EC Intermediate",
                        with(rsa, rsa.chain().get(0), intermediate).assertion(NOW),
                        invalid),
                attack(
                        "SHA-1",
                        byRoot(wanted("alice").signedWith("SHA1withECDSA")).assertion(NOW),
                        "x509 chain: weak signature hash algorithm"),
                attack(
                        "a name with a separator",
                        named("acme::user::bob", Wanted.of("CN=x", "spiffe://td/acme/user::bob", TestKeys.ec(), NOW))
                                .assertion(NOW),
                        "cert identity unparseable"),
                attack(
                        "an encoded separator",
                        named(
                                        "acme::user%3A%3Abob",
                                        Wanted.of("CN=x", "spiffe://td/acme/user%3A%3Abob", TestKeys.ec(), NOW))
                                .assertion(NOW),
                        "cert identity unparseable"),
                attack(
                        "an unknown type",
                        named(
                                        "acme::robot::x",
                                        Wanted.of("CN=acme::robot::x", "spiffe://td/acme/robot/x", TestKeys.ec(), NOW))
                                .assertion(NOW),
                        "cert identity unparseable"),
                attack(
                        "no name",
                        named("acme::alice", Wanted.of("CN=alice", "", TestKeys.ec(), NOW))
                                .assertion(NOW),
                        "cert identity unparseable"),
                attack(
                        "two common names",
                        named("acme::alice", Wanted.of("CN=acme::alice,CN=acme::bob", "", TestKeys.ec(), NOW))
                                .assertion(NOW),
                        "cert identity unparseable"),
                attack(
                        "a look-alike",
                        named("acme::\u0430lice", Wanted.of("CN=acme::\u0430lice", "", TestKeys.ec(), NOW))
                                .assertion(NOW),
                        "cert identity unparseable"));
    }

    static Stream<Arguments> hostileClaims() {
        String[] good = ALICE.assertion(NOW).split("\\.", -1);
        TestAgent robert = ACME.certify("robert", TestKeys.rsa(2048));
        KeyPair strangers = TestKeys.ec();
        TestAgent curve = ACME.certify("curve", TestKeys.ec("secp384r1"));
        return Stream.of(
                attack(
                        "another payload",
                        good[0] + "." + ALICE.assertion(NOW.plusSeconds(1)).split("\\.", -1)[1] + "." + good[2],
                        "assertion: Signature verification failed"),
                attack("no signature", good[0] + "." + good[1] + ".", "assertion: Signature verification failed"),
                attack(
                        "a signature of zeros",
                        good[0] + "." + good[1] + "." + TestKeys.base64(new byte[64]),
                        "assertion: Signature verification failed"),
                attack(
                        "signed by another key",
                        TestKeys.jws("ES256", TestKeys.ec().getPrivate(), ALICE.assertionHeader(), claims()),
                        "assertion: Signature verification failed"),
                attack(
                        "signed by another key, which it brings",
                        TestKeys.jws(
                                "ES256",
                                strangers.getPrivate(),
                                header(ALICE, h -> h.set("jwk", TestKeys.jwk(strangers))),
                                claims()),
                        "assertion: Signature verification failed"),
                attack("alg none", unsigned("none"), "assertion: The specified alg value is not allowed"),
                attack(
                        "HS256 keyed with the certificate",
                        unsigned("HS256"),
                        "assertion: The specified alg value is not allowed"),
                attack("RS256 with an EC key", unsigned("RS256"), "assertion: The specified alg value is not allowed"),
                attack(
                        "PS256 with an RSA key",
                        TestKeys.jws(
                                "PS256",
                                robert.pair().getPrivate(),
                                robert.assertionHeader().put("alg", "PS256"),
                                robert.assertionClaims(NOW)),
                        "assertion: The specified alg value is not allowed"),
                attack(
                        "ES256 with P-384",
                        TestKeys.jws(
                                "ES384",
                                curve.pair().getPrivate(),
                                curve.assertionHeader(),
                                curve.assertionClaims(NOW)),
                        "assertion: Signature verification failed"),
                attack(
                        "a claim twice",
                        TestKeys.jws(
                                "ES256",
                                ALICE.pair().getPrivate(),
                                Json.text(ALICE.assertionHeader()),
                                Json.text(claims()).replace("{\"sub", "{\"sub\":\"acme::bob\",\"sub")),
                        "assertion: Invalid payload"),
                attack(
                        "expired",
                        changed(c -> c.put("iat", NOW.getEpochSecond() - 400).put("exp", NOW.getEpochSecond() - 30)),
                        "assertion: Signature has expired"),
                attack(
                        "good for longer than an hour",
                        changed(c -> c.put("exp", NOW.getEpochSecond() + 3_631)),
                        "assertion: Signature expires more than an hour from now"),
                attack(
                        "good for ever, nearly",
                        changed(c -> c.put("exp", 1_000_000_000_000L)),
                        "assertion: Signature expires more than an hour from now"),
                attack(
                        "from the future",
                        changed(c -> c.put("iat", NOW.getEpochSecond() + 31)),
                        "assertion: The token is not yet valid (iat)"),
                attack(
                        "not valid yet",
                        changed(c -> c.put("nbf", NOW.getEpochSecond() + 31)),
                        "assertion: The token is not yet valid (nbf)"),
                attack("no exp", changed(c -> c.without("exp")), "assertion: Token is missing the \"exp\" claim"),
                attack("no iat", changed(c -> c.without("iat")), "assertion: Token is missing the \"iat\" claim"),
                attack("no aud", changed(c -> c.without("aud")), "assertion: Token is missing the \"aud\" claim"),
                attack("no sub", changed(c -> c.without("sub")), "assertion: Token is missing the \"sub\" claim"),
                attack(
                        "exp as text",
                        changed(c -> c.put("exp", "9999999999")),
                        "assertion: The claim \"exp\" must be a number of seconds"),
                attack(
                        "exp 1e400",
                        TestKeys.jws(
                                "ES256",
                                ALICE.pair().getPrivate(),
                                Json.text(ALICE.assertionHeader()),
                                Json.text(claims()).replaceAll("\"exp\":[0-9]+", "\"exp\":1e400")),
                        "assertion: The claim \"exp\" must be a number of seconds"),
                attack(
                        "another audience",
                        changed(c -> c.put("aud", "cullis-local")),
                        "assertion: Audience doesn't match"),
                attack("an empty sub", changed(c -> c.put("sub", "")), "assertion missing sub"),
                attack(
                        "sub as list",
                        changed(c -> c.set("sub", Json.object().arrayNode().add("acme::alice"))),
                        "assertion missing sub"),
                attack(
                        "somebody else's sub",
                        changed(c -> c.put("sub", "acme::bob")),
                        "sub does not match client cert"),
                attack("sub in capitals", changed(c -> c.put("sub", "ACME::alice")), "sub does not match client cert"),
                attack(
                        "sub with a space",
                        changed(c -> c.put("sub", "acme::alice ")),
                        "sub does not match client cert"));
    }

    @Test
    void leavesClocksThirtySeconds() throws Exception {
        long now = NOW.getEpochSecond();

        assertThat(mint(changed(c -> c.put("iat", now + 30)), Map.of()).status())
                .isEqualTo(200);
        assertThat(mint(changed(c -> c.put("exp", now - 29)), Map.of()).status())
                .isEqualTo(200);
    }

    @Test
    void takesAnAssertionOfAnHour() throws Exception {
        assertThat(mint(changed(c -> c.put("exp", NOW.getEpochSecond() + 3_630)), Map.of())
                        .status())
                .isEqualTo(200);
    }

    /** As the original does: what makes a token worth something to its thief is the key it is bound to. */
    @Test
    void takesAnAssertionAgainUntilItExpires() throws Exception {
        TestClock clock = new TestClock(NOW);
        try (TestReplica its = new TestReplica(ACME, database.open(), clock, Options.DEFAULT)) {
            ObjectNode same = Json.object().put("client_assertion", ALICE.assertion(NOW));

            assertThat(its.post("/v1/auth/token", same, Map.of()).status()).isEqualTo(200);
            clock.forward(Duration.ofSeconds(329));
            assertThat(its.post("/v1/auth/token", same, Map.of()).status()).isEqualTo(200);
            clock.forward(Duration.ofSeconds(1));
            assertRefused(its.post("/v1/auth/token", same, Map.of()), "assertion: Signature has expired");
        }
    }

    @Test
    void acceptsAListOfAudiences() throws Exception {
        String assertion = changed(c -> c.putArray("aud").add("other").add("agent-trust-broker"));

        assertThat(mint(assertion, Map.of()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA256withRSA", "SHA384withRSA", "SHA512withRSA"})
    void believesAnRsaRoot(String algorithm) throws Exception {
        TestCertificates.Issuer root = TestCertificates.root(TestKeys.rsa(2048), algorithm, NOW);
        TestCertificates.Issuer intermediate = TestCertificates.intermediate(
                root,
                Wanted.of("CN=acme Mastio CA,O=acme", "", TestKeys.ec(), NOW).signedWith(algorithm));
        TestOrganisation organisation = new TestOrganisation(root, intermediate, NOW);
        TestAgent agent = organisation.enrol("alice");
        try (TestReplica its = new TestReplica(organisation, database.open(), CLOCK, Options.DEFAULT)) {
            assertThat(login(its, agent, NOW).status()).isEqualTo(200);
        }
    }

    @Test
    void believesNobodyUnderARootOutsideItsTime() throws Exception {
        TestOrganisation over = new TestOrganisation(TestCertificates.root(NOW.minus(Duration.ofDays(366))), NOW);
        TestOrganisation young = new TestOrganisation(TestCertificates.root(NOW.plus(Duration.ofDays(1))), NOW);
        for (TestOrganisation organisation : List.of(over, young)) {
            TestAgent agent = organisation.enrol("alice");
            try (TestReplica its = new TestReplica(organisation, database.open(), CLOCK, Options.DEFAULT)) {
                assertRefused(login(its, agent, NOW), "x509 chain: certificate outside validity window");
            }
        }
    }

    @Test
    void believesNoIntermediateThatWasWithdrawn() throws Exception {
        TestOrganisation rotated = new TestOrganisation(NOW);
        TestAgent agent = rotated.enrol("alice");
        rotated.withdrawn.add(rotated.intermediate.certificate());
        try (TestReplica later = new TestReplica(rotated, database.open(), CLOCK, Options.DEFAULT)) {
            Answer answer =
                    later.post("/v1/auth/token", Json.object().put("client_assertion", agent.assertion(NOW)), Map.of());

            assertRefused(answer, "x509 chain: certificate outside validity window");
        }
    }

    @Test
    void believesAKnownClientNoMoreOnceItsIntermediateIsWithdrawnOrItsCertificateIsOver() throws Exception {
        TestOrganisation other = new TestOrganisation(NOW);
        TestAgent agent = other.enrol("alice");
        TestClock clock = new TestClock(NOW);
        try (TestReplica its = new TestReplica(other, database.open(), clock, Options.DEFAULT)) {
            assertThat(login(its, agent, NOW).status()).isEqualTo(200);

            other.withdrawn.add(other.intermediate.certificate());
            assertRefused(login(its, agent, NOW), "x509 chain: certificate outside validity window");

            other.withdrawn.clear();
            assertThat(login(its, agent, NOW).status()).isEqualTo(200);
            clock.forward(Duration.ofDays(400));
            assertRefused(login(its, agent, clock.instant()), "x509 chain: certificate outside validity window");
        }
    }

    @Test
    void verifiesEachAssertionOfAKnownClient() throws Exception {
        String good = ALICE.assertion(NOW);
        assertThat(mint(good, Map.of()).status()).isEqualTo(200);
        String other = changed(c -> c.put("jti", "another"));

        String mixed = good.substring(0, good.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));

        assertRefused(mint(mixed, Map.of()), "assertion: Signature verification failed");
    }

    @Test
    void isNotReadyWithoutAKey() throws Exception {
        TestOrganisation young = new TestOrganisation(NOW);
        young.forgetTokenKey();
        try (TestReplica early = new TestReplica(young, database.open(), CLOCK, Options.DEFAULT)) {
            Answer answer = early.post("/v1/auth/token", Json.object().put("client_assertion", "x"), Map.of());

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.detail()).isEqualTo("local issuer not initialized");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"client_assertion\":1}",
                "{\"client_assertion\":null}",
                "{\"client_assertion\":\"a\"}}",
                "\u0000"
            })
    void refusesABodyThatIsNoRequest(String body) throws Exception {
        Answer answer = replica.send("POST", "/v1/auth/token", body, Map.of(), List.of());

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().path("detail").isArray()).isTrue();
    }

    private Answer mint(String assertion, Map<String, String> headers) throws Exception {
        return replica.post("/v1/auth/token", Json.object().put("client_assertion", assertion), headers);
    }

    private static Answer login(TestReplica replica, TestAgent agent, Instant now) throws Exception {
        return replica.post("/v1/auth/token", Json.object().put("client_assertion", agent.assertion(now)), Map.of());
    }

    private static void assertRefused(Answer answer, String detail) {
        assertThat(answer.detail()).isEqualTo(detail);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers()).containsEntry("WWW-Authenticate", "Bearer realm=\"mcp-proxy\"");
    }

    private static Arguments attack(String name, String assertion, String detail) {
        return Arguments.of(name, assertion, detail);
    }

    private static JsonNode part(String token, int segment) throws Exception {
        return Json.read(Base64.getUrlDecoder().decode(token.split("\\.", -1)[segment]));
    }

    private static ObjectNode claims() {
        return ALICE.assertionClaims(NOW);
    }

    private static String changed(Consumer<ObjectNode> change) {
        ObjectNode claims = claims();
        change.accept(claims);
        return ALICE.sign(ALICE.assertionHeader(), claims);
    }

    private static ObjectNode header(TestAgent agent, Consumer<ObjectNode> change) {
        ObjectNode header = agent.assertionHeader();
        change.accept(header);
        return header;
    }

    private static String x5c(List<String> elements) {
        ObjectNode header = ALICE.assertionHeader();
        elements.forEach(header.putArray("x5c")::add);
        return ALICE.sign(header, claims());
    }

    private static String unsigned(String algorithm) {
        String assertion = TestKeys.jws(
                "ES256", ALICE.pair().getPrivate(), ALICE.assertionHeader().put("alg", algorithm), claims());
        return assertion.substring(0, assertion.lastIndexOf('.') + 1);
    }

    private static Wanted wanted(String name) {
        return Wanted.of("CN=acme::" + name, "spiffe://cullis.local/acme/" + name, TestKeys.ec(), NOW);
    }

    private static TestAgent byRoot(Wanted wanted) {
        return named("acme::alice", wanted);
    }

    private static TestAgent named(String id, Wanted wanted) {
        return new TestAgent(id, wanted.pair(), List.of(TestCertificates.leaf(ACME.root, wanted)), TestKeys.ec());
    }

    private static TestCertificates.Issuer intermediate(KeyPair pair, Instant from, Instant to) {
        return TestCertificates.intermediate(
                ACME.root, Wanted.of("CN=acme Mastio CA,O=acme", "", pair, NOW).between(from, to));
    }

    /** Signed with that algorithm by an Intermediate of ours that has an RSA key. */
    private static TestAgent underRsa(String algorithm) {
        TestCertificates.Issuer rsa = intermediate(TestKeys.rsa(2048), NOW.minusSeconds(100), NOW.plusSeconds(100));
        return under(rsa, wanted("ruth").signedWith(algorithm));
    }

    private static TestAgent under(TestCertificates.Issuer issuer, Wanted wanted) {
        return new TestAgent(
                "acme::ruth",
                wanted.pair(),
                List.of(TestCertificates.leaf(issuer, wanted), issuer.certificate()),
                TestKeys.ec());
    }

    /** Somebody else's certificate, signed by Alice's key as if she were an authority. */
    private static TestAgent forged(X509Certificate leaf, Wanted wanted) {
        TestCertificates.Issuer alice = new TestCertificates.Issuer(leaf, ALICE.pair());
        return new TestAgent("acme::bob", wanted.pair(), List.of(TestCertificates.leaf(alice, wanted)), TestKeys.ec());
    }

    private static TestAgent selfSigned() {
        TestCertificates.Issuer self = TestCertificates.root(NOW);
        Wanted wanted = Wanted.of("CN=acme::alice", "spiffe://cullis.local/acme/alice", self.pair(), NOW);
        return new TestAgent("acme::alice", self.pair(), List.of(TestCertificates.leaf(self, wanted)), TestKeys.ec());
    }

    private static TestAgent with(TestAgent agent, X509Certificate... chain) {
        return with(agent, List.of(chain));
    }

    private static TestAgent with(TestAgent agent, List<X509Certificate> chain) {
        return new TestAgent(agent.id(), agent.pair(), new ArrayList<>(chain), agent.proofPair());
    }

    private static String withTail(X509Certificate certificate) {
        byte[] der = Base64.getDecoder().decode(TestAgent.base64(certificate));
        return Base64.getEncoder().encodeToString(Arrays.copyOf(der, der.length + 3));
    }

    private static String joined(X509Certificate first, X509Certificate second) {
        byte[] one = Base64.getDecoder().decode(TestAgent.base64(first));
        byte[] two = Base64.getDecoder().decode(TestAgent.base64(second));
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return Base64.getEncoder().encodeToString(both);
    }
}
