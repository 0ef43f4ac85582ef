package dev.mastio.proxy.auth.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mastio.proxy.auth.TestKeys;
import dev.mastio.proxy.auth.certificate.X5c;
import dev.mastio.proxy.auth.dpop.Demand;
import dev.mastio.proxy.auth.dpop.Nonces;
import dev.mastio.proxy.auth.dpop.ProofCheck;
import dev.mastio.proxy.auth.dpop.ProofTarget;
import dev.mastio.proxy.auth.dpop.ProofWindow;
import dev.mastio.proxy.auth.jose.Jws;
import dev.mastio.proxy.auth.jose.MalformedJoseException;
import dev.mastio.proxy.crypto.ChainException;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Whatever bytes come, the parsers accept them or refuse them with the exception that says so; any other exception is a finding. As part
 * of the suite each runs on its stored inputs; {@code fuzz.sh} lets them look for new ones. The stored ones were made by Python's
 * {@code cryptography}, with keys that nobody kept.
 */
@Isolated("Jazzer's detectors look at all that runs in this JVM meanwhile")
class ParserFuzzTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_795_468_892);
    private static final ProofCheck CHECK = new ProofCheck(
            ProofWindow.DEFAULT, new Nonces(() -> Optional.of(Nonces.key(new byte[32])), () -> NOW), true);
    private static final Demand DEMAND = Demand.of(ProofTarget.of("POST", "mastio.example:9443", "/v1/auth/token"))
            .withNonce();

    /** Were they refused early, the targets would see little of the parsers. */
    @Test
    void goodInputsGoAllTheWay() throws Exception {
        for (String name : List.of("good-ec", "good-rsa")) {
            CHECK.check(new String(stored("proof/" + name), UTF_8), DEMAND, NOW);
            X5c.read(Json.object().arrayNode().add(Base64.getEncoder().encodeToString(stored("certificate/" + name))));
        }
        X5c.read(Json.read(stored("certificateChain/good")));
        Jws.parse(new String(stored("jws/good"), ISO_8859_1)).claims();
    }

    @FuzzTest
    void jws(byte[] input) {
        try {
            Jws jws = Jws.parse(new String(input, ISO_8859_1));
            jws.header();
            jws.claims();
        } catch (MalformedJoseException e) {
            // refused, as it should be
        }
    }

    /** The header as it is, so that the search need not find base64 by itself. */
    @FuzzTest
    void proofHeader(byte[] header) {
        try {
            CHECK.check(TestKeys.base64(header) + ".e30.AA", DEMAND, NOW);
        } catch (Refusal e) {
            // refused, as it should be
        }
    }

    @FuzzTest
    void proof(byte[] input) {
        try {
            CHECK.check(new String(input, UTF_8), DEMAND, NOW);
        } catch (Refusal e) {
            // refused, as it should be
        }
    }

    @FuzzTest
    void certificate(byte[] der) {
        try {
            X5c.read(Json.object().arrayNode().add(Base64.getEncoder().encodeToString(der)));
        } catch (ChainException e) {
            // refused, as it should be
        }
    }

    @FuzzTest
    void certificateChain(byte[] json) {
        try {
            X5c.read(Json.read(json));
        } catch (ChainException | IOException e) {
            // refused, as it should be
        }
    }

    private static byte[] stored(String name) throws IOException {
        try (InputStream in = ParserFuzzTest.class.getResourceAsStream("ParserFuzzTestInputs/" + name)) {
            return in.readAllBytes();
        }
    }
}
