package dev.mastio.proxy.auth.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mastio.proxy.auth.TestKeys;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JwsAlgorithmTest {

    private static final String TEXT = "header.payload";
    private static final byte[] INPUT = TEXT.getBytes(StandardCharsets.US_ASCII);
    private static final KeyPair EC = TestKeys.ec();
    private static final KeyPair RSA = TestKeys.rsa(2048);
    private static final String ORDER = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

    @ParameterizedTest
    @CsvSource({"ES256", "PS256", "RS256"})
    void verifiesWhatTheJdkSigned(JwsAlgorithm algorithm) {
        KeyPair pair = algorithm == JwsAlgorithm.ES256 ? EC : RSA;
        for (int i = 0; i < 50; i++) {
            byte[] signature = TestKeys.sign(algorithm.name(), pair.getPrivate(), TEXT);

            assertThat(algorithm.verifies(key(pair), INPUT, signature)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"ES256", "PS256", "RS256"})
    void refusesASignatureOfSomethingElse(JwsAlgorithm algorithm) {
        KeyPair pair = algorithm == JwsAlgorithm.ES256 ? EC : RSA;
        byte[] signature = TestKeys.sign(algorithm.name(), pair.getPrivate(), TEXT + "x");

        assertThat(algorithm.verifies(key(pair), INPUT, signature)).isFalse();
    }

    /** Signatures of zeros once passed in the JDK (CVE-2022-21449); the others are malleable or malformed forms. */
    @ParameterizedTest
    @MethodSource("badEs256Signatures")
    void refusesSignaturesThatAreNone(byte[] signature) {
        assertThat(JwsAlgorithm.ES256.verifies(key(EC), INPUT, signature)).isFalse();
    }

    static Stream<byte[]> badEs256Signatures() {
        byte[] good = TestKeys.sign("ES256", EC.getPrivate(), TEXT);
        byte[] order = HexFormat.of().parseHex(ORDER);
        byte[] ones = new byte[32];
        Arrays.fill(ones, (byte) 0xff);
        return Stream.of(
                new byte[64],
                joined(Arrays.copyOf(good, 32), new byte[32]),
                joined(new byte[32], Arrays.copyOfRange(good, 32, 64)),
                joined(order, order),
                joined(Arrays.copyOf(good, 32), order),
                joined(ones, ones),
                joined(plusOrder(Arrays.copyOf(good, 32)), Arrays.copyOfRange(good, 32, 64)),
                new byte[0],
                Arrays.copyOf(good, 63),
                Arrays.copyOf(good, 65),
                EcdsaForm.der(good).orElseThrow());
    }

    @Test
    void refusesTheWrongKindOfKey() {
        byte[] byRsa = TestKeys.sign("PS256", RSA.getPrivate(), TEXT);
        assertThat(JwsAlgorithm.ES256.verifies(key(RSA), INPUT, byRsa)).isFalse();
        assertThat(JwsAlgorithm.PS256.verifies(key(EC), INPUT, byRsa)).isFalse();
        assertThat(JwsAlgorithm.RS256.verifies(key(RSA), INPUT, byRsa)).isFalse();
    }

    @Test
    void takesNoKeysThatAreTooWeakOrTooDear() {
        for (KeyPair pair :
                List.of(TestKeys.rsa(1024), TestKeys.rsa(5120), TestKeys.ec("secp384r1"), TestKeys.ec("secp521r1"))) {
            assertThatThrownBy(() -> VerifyingKey.of(pair.getPublic())).isInstanceOf(GeneralSecurityException.class);
        }
    }

    private static VerifyingKey key(KeyPair pair) {
        try {
            return VerifyingKey.of(pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] plusOrder(byte[] half) {
        byte[] sum = new BigInteger(1, half).add(new BigInteger(ORDER, 16)).toByteArray();
        byte[] last = new byte[32];
        System.arraycopy(sum, sum.length - 32, last, 0, 32);
        return last;
    }

    private static byte[] joined(byte[] r, byte[] s) {
        byte[] both = Arrays.copyOf(r, 64);
        System.arraycopy(s, 0, both, 32, 32);
        return both;
    }
}
