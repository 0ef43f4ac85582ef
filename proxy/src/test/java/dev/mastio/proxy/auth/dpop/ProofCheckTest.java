package dev.mastio.proxy.auth.dpop;

import static dev.mastio.proxy.auth.TestKeys.base64;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.Vectors;
import dev.mastio.proxy.auth.TestKeys;
import dev.mastio.proxy.auth.TestProof;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to each proof that is not what it should be. The texts are the contract's. */
class ProofCheckTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_795_468_892);
    private static final KeyPair EC = TestKeys.ec();
    private static final KeyPair RSA = TestKeys.rsa(2048);
    private static final String URI = "https://mastio.example:9443/v1/ingress/execute";
    private static final String TOKEN = Vectors.of("ath").path("token").textValue();
    private static final String HASH = Vectors.of("ath").path("ath").textValue();
    private static final Demand DEMAND =
            Demand.of(ProofTarget.of("POST", "mastio.example:9443", "/v1/ingress/execute"));
    private static final Nonces NONCES = new Nonces(() -> Optional.of(Nonces.key(new byte[32])), () -> NOW);

    private final ProofCheck check = new ProofCheck(ProofWindow.DEFAULT, NONCES, false);

    @Test
    void acceptsBothAlgorithms() throws Refusal {
        assertThat(check.check(proof(EC).with("jti", "one").text(), DEMAND, NOW))
                .isEqualTo(new Proof(TestKeys.thumbprint(EC), "one"));
        assertThat(check.check(proof(RSA).with("jti", "two").text(), DEMAND, NOW))
                .isEqualTo(new Proof(TestKeys.thumbprint(RSA), "two"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                URI,
                "https://mastio.example/v1/ingress/execute",
                "HTTPS://MASTIO.EXAMPLE:9443/v1/ingress/execute",
                "wss://mastio.example/v1/ingress/execute",
                URI + "?limit=50",
                URI + "#x",
            })
    void acceptsTheAddressWithAndWithoutPort(String uri) throws Refusal {
        assertThat(check.check(proof(EC).with("htu", uri).text(), DEMAND, NOW)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {-5, 0, 60})
    void acceptsTheWholeWindow(long age) throws Refusal {
        assertThat(check.check(aged(age).text(), DEMAND, NOW)).isNotNull();
    }

    @Test
    void acceptsAnyCaseOfTheMethod() throws Refusal {
        assertThat(check.check(proof(EC).with("htm", "post").text(), DEMAND, NOW))
                .isNotNull();
    }

    @Test
    void acceptsTheHashOfTheToken() throws Refusal {
        String proof = proof(EC).with("ath", HASH).text();

        assertThat(check.check(proof, DEMAND.with(TOKEN), NOW)).isNotNull();
    }

    @Test
    void acceptsTheNonce() throws Refusal {
        String proof = proof(EC).with("nonce", NONCES.current().orElseThrow()).text();

        assertThat(check.check(proof, DEMAND.withNonce(), NOW)).isNotNull();
    }

    @Test
    void coordinatesWithAndWithoutLeadingZerosAreOneKey() throws Refusal {
        KeyPair pair = TestKeys.ec();
        String padded = "AA" + TestKeys.jwk(pair).path("x").textValue();
        BigInteger x = new BigInteger(
                1,
                java.util.Base64.getUrlDecoder()
                        .decode(TestKeys.jwk(pair).path("x").textValue()));

        TestProof unusual = proof(pair).header(header -> jwk(header).put("x", TestKeys.number(x, 33)));

        assertThat(padded).isNotEmpty();
        assertThat(check.check(unusual.text(), DEMAND, NOW).key()).isEqualTo(TestKeys.thumbprint(pair));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("hostile")
    void refuses(String attack, String proof, String detail) {
        Refusal refusal = refusal(proof, DEMAND);

        assertThat(refusal.status()).isEqualTo(401);
        assertThat(refusal.detail()).isEqualTo("Invalid DPoP proof: " + detail);
    }

    static Stream<Arguments> hostile() {
        return Stream.of(header(), keys(), signatures(), claims(), times(), targets())
                .flatMap(group -> group);
    }

    private static Stream<Arguments> header() {
        String good = proof(EC).text();
        String[] segments = good.split("\\.", -1);
        String rest = "." + segments[1] + "." + segments[2];
        return Stream.of(
                attack("empty", "", "malformed JWT"),
                attack("one segment", "abc", "malformed JWT"),
                attack("two segments", segments[0] + "." + segments[1], "malformed JWT"),
                attack("four segments", good + ".x", "malformed JWT"),
                attack("five segments, as a JWE", good + ".x.y", "malformed JWT"),
                attack("padding", segments[0] + "=" + rest, "malformed JWT"),
                attack("white space", " " + good, "malformed JWT"),
                attack("standard base64", segments[0].replace('-', '+') + "+/" + rest, "malformed JWT"),
                attack("a header that is no JSON", base64("{".getBytes(UTF_8)) + rest, "malformed JWT"),
                attack("a header that is a list", base64("[]".getBytes(UTF_8)) + rest, "malformed JWT"),
                attack("bytes after the header", raw(proof(EC).headerText() + " {}"), "malformed JWT"),
                attack(
                        "alg twice",
                        raw(proof(EC).headerText().replace("{\"alg", "{\"alg\":\"none\",\"alg")),
                        "malformed JWT"),
                attack(
                        "alg twice, escaped",
                        raw(proof(EC).headerText().replace("{\"alg", "{\"\\u0061lg\":\"none\",\"alg")),
                        "malformed JWT"),
                attack(
                        "not UTF-8",
                        base64(new byte[] {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'}) + rest,
                        "malformed JWT"),
                attack(
                        "nested 10,000 deep",
                        base64(("{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}").getBytes(UTF_8)) + rest,
                        "malformed JWT"),
                attack("70 KiB", base64(new byte[70_000]) + rest, "malformed JWT"),
                attack(
                        "a critical extension",
                        proof(EC).header(h -> h.putArray("crit").add("b64")).text(),
                        "malformed JWT"),
                attack("no typ", proof(EC).header(h -> h.remove("typ")).text(), "typ must be 'dpop+jwt'"),
                attack(
                        "typ of a token",
                        proof(EC).header(h -> h.put("typ", "JWT")).text(),
                        "typ must be 'dpop+jwt'"),
                attack(
                        "typ in capitals",
                        proof(EC).header(h -> h.put("typ", "DPoP+JWT")).text(),
                        "typ must be 'dpop+jwt'"),
                attack(
                        "typ as list",
                        proof(EC).header(h -> h.putArray("typ").add("dpop+jwt")).text(),
                        "typ must be 'dpop+jwt'"),
                attack("no alg", proof(EC).header(h -> h.remove("alg")).text(), "unsupported algorithm 'None'"),
                attack("alg none", proof(EC).header(h -> h.put("alg", "none")).text(), "unsupported algorithm 'none'"),
                attack("alg none without signature", unsigned("none"), "unsupported algorithm 'none'"),
                attack("alg nOnE", unsigned("nOnE"), "unsupported algorithm 'nOnE'"),
                attack(
                        "HS256 keyed with the public key",
                        proof(EC).header(h -> h.put("alg", "HS256")).text(),
                        "unsupported algorithm 'HS256'"),
                attack(
                        "RS256",
                        proof(RSA)
                                .header(h -> h.put("alg", "RS256"))
                                .signedAs("RS256")
                                .text(),
                        "unsupported algorithm 'RS256'"),
                attack(
                        "es256 in small letters",
                        proof(EC).header(h -> h.put("alg", "es256")).text(),
                        "unsupported algorithm 'es256'"),
                attack(
                        "a very long alg",
                        proof(EC).header(h -> h.put("alg", "A".repeat(5_000))).text(),
                        "unsupported algorithm '" + "A".repeat(64) + "'"));
    }

    private static Stream<Arguments> keys() {
        return Stream.of(
                attack("no jwk", proof(EC).header(h -> h.remove("jwk")).text(), "missing jwk in header"),
                attack("jwk as text", proof(EC).header(h -> h.put("jwk", "x")).text(), "missing jwk in header"),
                attack("jwk null", proof(EC).header(h -> h.putNull("jwk")).text(), "missing jwk in header"),
                attack(
                        "only a kid",
                        proof(EC)
                                .header(h -> h.put("kid", "mastio-0").remove("jwk"))
                                .text(),
                        "missing jwk in header"),
                attack(
                        "jwk with d",
                        proof(EC).header(h -> jwk(h).put("d", "AQ")).text(),
                        "jwk contains private key material"),
                attack(
                        "jwk with d null",
                        proof(EC).header(h -> jwk(h).putNull("d")).text(),
                        "jwk contains private key material"),
                attack(
                        "jwk with p",
                        proof(RSA).header(h -> jwk(h).put("p", "AQ")).text(),
                        "jwk contains private key material"),
                attack(
                        "a symmetric jwk",
                        proof(EC)
                                .header(h -> h.set(
                                        "jwk", Json.object().put("kty", "oct").put("k", "AQ")))
                                .text(),
                        "jwk contains private key material"),
                attack(
                        "kty oct without k",
                        proof(EC).header(h -> jwk(h).put("kty", "oct")).text(),
                        "cannot compute JWK thumbprint"),
                attack(
                        "kty OKP",
                        proof(EC).header(h -> jwk(h).put("kty", "OKP")).text(),
                        "cannot compute JWK thumbprint"),
                attack("no kty", proof(EC).header(h -> jwk(h).remove("kty")).text(), "cannot compute JWK thumbprint"),
                attack("no x", proof(EC).header(h -> jwk(h).remove("x")).text(), "cannot compute JWK thumbprint"),
                attack(
                        "x as number",
                        proof(EC).header(h -> jwk(h).put("x", 1)).text(),
                        "cannot compute JWK thumbprint"),
                attack("x empty", proof(EC).header(h -> jwk(h).put("x", "")).text(), "cannot compute JWK thumbprint"),
                attack(
                        "x with padding",
                        proof(EC)
                                .header(h -> jwk(h).put("x", jwk(h).path("x").textValue() + "="))
                                .text(),
                        "cannot compute JWK thumbprint"),
                attack(
                        "x with stray bits",
                        proof(EC)
                                .header(h ->
                                        jwk(h).put("x", stray(jwk(h).path("x").textValue())))
                                .text(),
                        "cannot compute JWK thumbprint"),
                attack(
                        "x too large",
                        proof(EC)
                                .header(h -> jwk(h).put("x", base64(new byte[] {1}) + "A".repeat(44)))
                                .text(),
                        "cannot compute JWK thumbprint"),
                attack("no n", proof(RSA).header(h -> jwk(h).remove("n")).text(), "cannot compute JWK thumbprint"),
                attack(
                        "a point off the curve",
                        proof(EC)
                                .header(h -> jwk(h).put("y", jwk(h).path("x").textValue()))
                                .text(),
                        "signature verification failed"),
                attack(
                        "the point at zero",
                        proof(EC)
                                .header(h -> jwk(h).put("x", "AA").put("y", "AA"))
                                .text(),
                        "signature verification failed"),
                attack(
                        "P-384",
                        proof(TestKeys.ec("secp384r1")).signedAs("ES384").text(),
                        "signature verification failed"),
                attack(
                        "P-256 called P-521",
                        proof(EC).header(h -> jwk(h).put("crv", "P-521")).text(),
                        "signature verification failed"),
                attack(
                        "an RSA key under ES256",
                        proof(RSA).header(h -> h.put("alg", "ES256")).text(),
                        "signature verification failed"),
                attack(
                        "an EC key under PS256",
                        proof(EC).header(h -> h.put("alg", "PS256")).text(),
                        "signature verification failed"),
                attack("RSA with 1,024 bits", proof(TestKeys.rsa(1024)).text(), "signature verification failed"),
                attack(
                        "RSA with a modulus of 16,384 bits",
                        proof(RSA)
                                .header(h -> jwk(h).put("n", "_".repeat(2_728)))
                                .text(),
                        "signature verification failed"),
                attack(
                        "RSA with exponent 0",
                        proof(RSA).header(h -> jwk(h).put("e", "AA")).text(),
                        "signature verification failed"),
                attack(
                        "RSA with exponent 1",
                        proof(RSA).header(h -> jwk(h).put("e", "AQ")).text(),
                        "signature verification failed"),
                attack(
                        "somebody else's key",
                        proof(EC)
                                .header(h -> h.set("jwk", TestKeys.jwk(TestKeys.ec())))
                                .text(),
                        "signature verification failed"));
    }

    private static Stream<Arguments> signatures() {
        String good = proof(EC).text();
        String unsigned = good.substring(0, good.lastIndexOf('.') + 1);
        String[] other = proof(EC).text().split("\\.", -1);
        return Stream.of(
                attack("no signature", unsigned, "signature verification failed"),
                attack("a signature of zeros", unsigned + base64(new byte[64]), "signature verification failed"),
                attack(
                        "a signature in DER",
                        unsigned + base64(new byte[] {0x30, 6, 2, 1, 1, 2, 1, 1}),
                        "signature verification failed"),
                attack("padding after the signature", good + "==", "signature verification failed"),
                attack("stray bits after the signature", stray(good), "signature verification failed"),
                attack("the signature of another proof", unsigned + other[2], "signature verification failed"),
                attack(
                        "another payload",
                        good.split("\\.", -1)[0] + "." + other[1] + "." + good.split("\\.", -1)[2],
                        "signature verification failed"),
                attack("PS256 signed as PKCS#1", proof(RSA).signedAs("RS256").text(), "signature verification failed"));
    }

    private static Stream<Arguments> claims() {
        return Stream.of(
                attack("a payload that is no JSON", signed("no"), "malformed JWT"),
                attack("a payload that is a list", signed("[]"), "malformed JWT"),
                attack(
                        "jti twice",
                        signed(proof(EC).claimsText().replace("{\"jti", "{\"jti\":\"x\",\"jti")),
                        "malformed JWT"),
                attack("no jti", proof(EC).without("jti").text(), "missing jti"),
                attack("an empty jti", proof(EC).with("jti", "").text(), "missing jti"),
                attack("jti as number", proof(EC).with("jti", 1).text(), "missing jti"),
                attack("no htm", proof(EC).without("htm").text(), "htm mismatch"),
                attack("another method", proof(EC).with("htm", "GET").text(), "htm mismatch"),
                attack("htm with a long s", proof(EC).with("htm", "PO\u017fT").text(), "htm mismatch"),
                attack("htm as list", proof(EC).with("htm", List.of("POST")).text(), "htm mismatch"));
    }

    private static Stream<Arguments> times() {
        return Stream.of(
                attack("no iat", proof(EC).without("iat").text(), "missing iat"),
                attack("iat null", proof(EC).with("iat", null).text(), "missing iat"),
                attack("iat as text", proof(EC).with("iat", "1795468892").text(), "missing iat"),
                attack("iat true", proof(EC).with("iat", true).text(), "missing iat"),
                attack("61 s old", aged(61).text(), "iat out of acceptable window"),
                attack("6 s ahead", aged(-6).text(), "iat out of acceptable window"),
                attack(
                        "iat in milliseconds",
                        proof(EC).with("iat", NOW.toEpochMilli()).text(),
                        "iat out of acceptable window"),
                attack(
                        "iat of 2^64 more",
                        proof(EC)
                                .with("iat", BigInteger.TWO.pow(64).add(BigInteger.valueOf(NOW.getEpochSecond())))
                                .text(),
                        "iat out of acceptable window"),
                attack(
                        "iat 1e400",
                        signed("{\"jti\":\"j\",\"htm\":\"POST\",\"htu\":\"" + URI + "\",\"iat\":1e400}"),
                        "iat out of acceptable window"),
                attack(
                        "iat -1e400",
                        signed("{\"jti\":\"j\",\"htm\":\"POST\",\"htu\":\"" + URI + "\",\"iat\":-1e400}"),
                        "iat out of acceptable window"));
    }

    private static Stream<Arguments> targets() {
        return Stream.of(
                attack("no htu", proof(EC).without("htu").text(), "htu mismatch"),
                attack("htu as list", proof(EC).with("htu", List.of(URI)).text(), "htu mismatch"),
                attack(
                        "another host",
                        proof(EC)
                                .with("htu", "https://evil.example/v1/ingress/execute")
                                .text(),
                        "htu mismatch"),
                attack(
                        "another port",
                        proof(EC)
                                .with("htu", "https://mastio.example:443/v1/ingress/execute")
                                .text(),
                        "htu mismatch"),
                attack(
                        "another path",
                        proof(EC)
                                .with("htu", "https://mastio.example:9443/v1/ingress/tools")
                                .text(),
                        "htu mismatch"),
                attack("a slash more", proof(EC).with("htu", URI + "/").text(), "htu mismatch"),
                attack(
                        "dots in the path",
                        proof(EC)
                                .with("htu", "https://mastio.example:9443/v1/x/../ingress/execute")
                                .text(),
                        "htu mismatch"),
                attack(
                        "an escaped path",
                        proof(EC)
                                .with("htu", "https://mastio.example:9443/v1/ingress/%65xecute")
                                .text(),
                        "htu mismatch"),
                attack(
                        "plain http",
                        proof(EC)
                                .with("htu", "http://mastio.example:9443/v1/ingress/execute")
                                .text(),
                        "htu mismatch"),
                attack(
                        "a user before the host",
                        proof(EC)
                                .with("htu", "https://mastio.example:9443@evil.example/v1/ingress/execute")
                                .text(),
                        "htu mismatch"),
                attack(
                        "a path alone",
                        proof(EC).with("htu", "/v1/ingress/execute").text(),
                        "htu mismatch"),
                attack(
                        "a dotless i in the host",
                        proof(EC)
                                .with("htu", "https://mast\u0131o.example:9443/v1/ingress/execute")
                                .text(),
                        "htu mismatch"));
    }

    @ParameterizedTest
    @MethodSource("otherHashes")
    void refusesTheHashOfAnotherToken(String ath) {
        assertThat(refusal(proof(EC).with("ath", ath).text(), DEMAND.with(TOKEN))
                        .detail())
                .isEqualTo("Invalid DPoP proof: ath mismatch");
        assertThat(refusal(proof(EC).text(), DEMAND.with(TOKEN)).detail())
                .isEqualTo("Invalid DPoP proof: ath mismatch");
    }

    /** The second says the same 32 bytes to a decoder that takes bits beyond them, the third to one that takes padding. */
    static Stream<String> otherHashes() {
        return Stream.of("", HASH.substring(0, HASH.length() - 1) + "R", HASH + "=");
    }

    @Test
    void asksForANonceWithTheLiteralThatClientsLookFor() {
        for (String proof : List.of(
                proof(EC).text(),
                proof(EC).with("nonce", "0123456789abcdef0123456789abcdef").text(),
                proof(EC).with("nonce", List.of(NONCES.current().orElseThrow())).text())) {
            Refusal refusal = refusal(proof, DEMAND.withNonce());

            assertThat(refusal.status()).isEqualTo(401);
            assertThat(refusal.detail()).isEqualTo("use_dpop_nonce");
            assertThat(refusal.headers())
                    .isEqualTo(Map.of("DPoP-Nonce", NONCES.current().orElseThrow()));
        }
    }

    @Test
    void tellsWhatItExpectedOutsideProduction() {
        ProofCheck talkative = new ProofCheck(ProofWindow.DEFAULT, NONCES, true);
        String proof = proof(EC).with("htu", "https://other/").text();

        Refusal refusal = catchThrowableOfType(Refusal.class, () -> talkative.check(proof, DEMAND, NOW));

        assertThat(refusal.detail())
                .isEqualTo("Invalid DPoP proof: htu mismatch (expected=" + URI + ", got=https://other/)");
        assertThat(refusal.headers()).containsEntry("X-Cullis-Hint", "htu_mismatch_check_proxy_public_url");
    }

    @Test
    void aConfiguredAddressIsTheOnlyOne() throws Refusal {
        Demand configured = Demand.of(ProofTarget.at("POST", "https://Public.example:9443/", "/v1/ingress/execute"));
        String right = proof(EC)
                .with("htu", "https://public.example:9443/v1/ingress/execute")
                .text();

        assertThat(check.check(right, configured, NOW)).isNotNull();
        assertThat(refusal(proof(EC).text(), configured).detail()).isEqualTo("Invalid DPoP proof: htu mismatch");
    }

    @Test
    void whatIsRememberedOfASenderDoesNotVouchForItsNextProof() throws Refusal {
        String good = proof(EC).text();
        check.check(good, DEMAND, NOW);

        String forged = good.substring(0, good.lastIndexOf('.') + 1) + base64(new byte[64]);

        assertThat(refusal(forged, DEMAND).detail()).isEqualTo("Invalid DPoP proof: signature verification failed");
    }

    private Refusal refusal(String proof, Demand demand) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> check.check(proof, demand, NOW));
        assertThat(refusal).as("a refusal").isNotNull();
        return refusal;
    }

    private static Arguments attack(String name, String proof, String detail) {
        return Arguments.of(name, proof, detail);
    }

    private static TestProof proof(KeyPair pair) {
        return TestProof.of(pair, "POST", URI, NOW);
    }

    private static TestProof aged(long seconds) {
        return TestProof.of(EC, "POST", URI, NOW.minusSeconds(seconds));
    }

    private static ObjectNode jwk(ObjectNode header) {
        return (ObjectNode) header.path("jwk");
    }

    private static String raw(String header) {
        return TestKeys.jws("ES256", EC.getPrivate(), header, proof(EC).claimsText());
    }

    private static String signed(String claims) {
        return TestKeys.jws("ES256", EC.getPrivate(), proof(EC).headerText(), claims);
    }

    private static String unsigned(String algorithm) {
        String proof = proof(EC).header(h -> h.put("alg", algorithm)).text();
        return proof.substring(0, proof.lastIndexOf('.') + 1);
    }

    /** The same bytes to a lenient decoder: 32 or 64 bytes leave unused bits in the last character. */
    private static String stray(String base64) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        char last = base64.charAt(base64.length() - 1);
        return base64.substring(0, base64.length() - 1) + alphabet.charAt(alphabet.indexOf(last) + 1);
    }
}
