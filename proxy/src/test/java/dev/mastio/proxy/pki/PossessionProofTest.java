package dev.mastio.proxy.pki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.Vectors;
import java.security.KeyPair;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PossessionProofTest {

    private static final String TEXT = "enrollment-pop:v1|abc";

    private final KeyPair ec = TestKeys.p256();

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
    void holdsForEveryCurveThatIsTaken(String curve) {
        KeyPair pair = TestKeys.ec(curve);

        assertThat(PossessionProof.holds(pair.getPublic(), TEXT, TestKeys.prove(pair, TEXT)))
                .isTrue();
    }

    @Test
    void takesPaddedSignaturesToo() {
        String signature = TestKeys.prove(ec, TEXT);
        String padded = signature + "=".repeat((4 - signature.length() % 4) % 4);

        assertThat(PossessionProof.holds(ec.getPublic(), TEXT, padded)).isTrue();
    }

    @Test
    void doesNotHoldForAnotherTextOrAnotherKey() {
        String signature = TestKeys.prove(ec, TEXT);

        assertThat(PossessionProof.holds(ec.getPublic(), TEXT + "d", signature)).isFalse();
        assertThat(PossessionProof.holds(TestKeys.p256().getPublic(), TEXT, signature))
                .isFalse();
    }

    @Test
    void takesOnlyTheLongestSalt() {
        KeyPair pair = TestKeys.rsa(2048);
        int known = Vectors.of("rsa2048").path("pss_salt_bytes").intValue();

        for (int salt : new int[] {0, 32, known - 1}) {
            String shorter = TestKeys.prove(pair, TEXT, "RSASSA-PSS", TestKeys.pss(salt));
            assertThat(PossessionProof.holds(pair.getPublic(), TEXT, shorter))
                    .describedAs("salt %d", salt)
                    .isFalse();
        }
        String longest = TestKeys.prove(pair, TEXT, "RSASSA-PSS", TestKeys.pss(known));
        assertThat(PossessionProof.holds(pair.getPublic(), TEXT, longest)).isTrue();
    }

    @Test
    void takesNoOtherKindOfSignature() {
        KeyPair rsa = TestKeys.rsa(2048);

        assertThat(PossessionProof.holds(rsa.getPublic(), TEXT, TestKeys.prove(rsa, TEXT, "SHA256withRSA", null)))
                .isFalse();
        assertThat(PossessionProof.holds(ec.getPublic(), TEXT, TestKeys.prove(ec, TEXT, "SHA384withECDSA", null)))
                .isFalse();
        // r and s side by side, as in a JWT, instead of DER
        String jwt = TestKeys.prove(ec, TEXT, "SHA256withECDSAinP1363Format", null);
        assertThat(PossessionProof.holds(ec.getPublic(), TEXT, jwt)).isFalse();
    }

    @Test
    void takesNoSignatureOfZeros() {
        byte[] zeroAndZero = {0x30, 6, 2, 1, 0, 2, 1, 0};

        assertThat(PossessionProof.holds(
                        ec.getPublic(), TEXT, Base64.getUrlEncoder().encodeToString(zeroAndZero)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=", "AAAA", "not base64!", "MEUCIQ", "\u0000"})
    void doesNotHoldForGarbage(String signature) {
        assertThat(PossessionProof.holds(ec.getPublic(), TEXT, signature)).isFalse();
        assertThat(PossessionProof.holds(TestKeys.rsa(2048).getPublic(), TEXT, signature))
                .isFalse();
    }
}
