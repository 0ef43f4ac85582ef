package dev.mastio.proxy.pki;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.Vectors;
import java.security.PublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract's vectors, which the original's own functions accept. */
class VectorsTest {

    @Test
    void namesKeysAsTheContractDoes() throws Exception {
        JsonNode vector = Vectors.of("ec");
        PublicKey key = OfferedKey.fromPem(vector.path("spki_pem").asText());

        assertThat(Pem.text(key)).isEqualTo(vector.path("spki_pem").asText());
        assertThat(Fingerprints.kid(key))
                .isEqualTo(vector.path("kid_if_used_as_mastio_key").asText());
        assertThat(Fingerprints.organisation(key))
                .isEqualTo(vector.path("org_id_if_used_as_org_root").asText());
    }

    @Test
    void namesTheKeyOfProofsAsTheContractDoes() throws Exception {
        JsonNode vector = Vectors.of("ec");

        assertThat(PublicJwk.thumbprint(vector.path("jwk")))
                .isEqualTo(vector.path("jkt").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec", "rsa2048"})
    void acceptsTheProofOfPossession(String kind) throws Exception {
        JsonNode vector = Vectors.of(kind);
        PublicKey key = OfferedKey.fromPem(vector.path("spki_pem").asText());
        String message = "enrollment-pop:v1|" + Fingerprints.of(key);

        assertThat(Fingerprints.of(key)).isEqualTo(vector.path("fingerprint").asText());
        assertThat(message).isEqualTo(vector.path("pop_message").asText());
        assertThat(PossessionProof.holds(
                        key, message, vector.path("pop_signature").asText()))
                .isTrue();
    }
}
