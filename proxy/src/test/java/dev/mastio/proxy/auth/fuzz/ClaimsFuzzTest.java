package dev.mastio.proxy.auth.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.auth.TestKeys;
import dev.mastio.proxy.auth.dpop.Demand;
import dev.mastio.proxy.auth.dpop.Nonces;
import dev.mastio.proxy.auth.dpop.Proof;
import dev.mastio.proxy.auth.dpop.ProofCheck;
import dev.mastio.proxy.auth.dpop.ProofTarget;
import dev.mastio.proxy.auth.dpop.ProofWindow;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The same for what a proof claims, see {@link ParserFuzzTest}, whose proofs no change gets past the signature. Any stranger can sign, so
 * each input is signed here; and what is accepted must be for the request.
 */
@Isolated("Jazzer's detectors look at all that runs in this JVM meanwhile")
class ClaimsFuzzTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_795_468_892);
    private static final String TOKEN = "token";
    private static final String HASH_OF_TOKEN = TestKeys.base64(TestKeys.sha256(TOKEN.getBytes(UTF_8)));
    private static final Nonces NONCES = new Nonces(() -> Optional.of(Nonces.key(new byte[32])), () -> NOW);
    private static final ProofCheck CHECK = new ProofCheck(ProofWindow.DEFAULT, NONCES, true);
    private static final Demand DEMAND = Demand.of(ProofTarget.of("POST", "mastio.example:9443", "/v1/egress/send"))
            .with(TOKEN)
            .withNonce();
    /** Every way to write the address of that request, said otherwise than by taking it apart. */
    private static final Pattern ADDRESS =
            Pattern.compile("(?i:https|wss)://(?i:mastio\\.example)(:9443)?/v1/egress/send([?#].*)?", Pattern.DOTALL);

    private static final KeyPair PAIR = TestKeys.ec();
    private static final String HEADER =
            Json.text(Json.object().put("alg", "ES256").put("typ", "dpop+jwt").set("jwk", TestKeys.jwk(PAIR)));

    /** Was it refused early, the target would see little of the claims. */
    @Test
    void aGoodInputGoesAllTheWay() throws Exception {
        try (InputStream in = ClaimsFuzzTest.class.getResourceAsStream("ClaimsFuzzTestInputs/claims/good")) {
            assertThat(CHECK.check(signed(in.readAllBytes()), DEMAND, NOW).id()).isEqualTo("one");
        }
    }

    @FuzzTest
    void claims(byte[] claims) throws IOException {
        Proof proof;
        try {
            proof = CHECK.check(signed(claims), DEMAND, NOW);
        } catch (Refusal e) {
            // refused, as it should be
            return;
        }
        check(Json.read(claims), proof);
    }

    private static void check(JsonNode claims, Proof proof) {
        boolean right = claims.path("htm").textValue().equalsIgnoreCase("POST")
                && ADDRESS.matcher(claims.path("htu").textValue()).matches()
                && claims.path("ath").textValue().equals(HASH_OF_TOKEN)
                && claims.path("nonce").textValue().equals(NONCES.current().orElseThrow())
                && Math.abs(claims.path("iat").doubleValue() - NOW.getEpochSecond()) <= 60
                && !proof.id().isEmpty()
                && claims.path("jti").textValue().equals(proof.id());
        if (!right) {
            throw new AssertionError("accepted for a request that it is not for");
        }
    }

    private static String signed(byte[] claims) {
        String text = TestKeys.base64(HEADER.getBytes(UTF_8)) + "." + TestKeys.base64(claims);
        return text + "." + TestKeys.base64(TestKeys.sign("ES256", PAIR.getPrivate(), text));
    }
}
