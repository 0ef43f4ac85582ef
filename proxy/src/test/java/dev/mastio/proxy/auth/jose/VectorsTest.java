package dev.mastio.proxy.auth.jose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.Vectors;
import dev.mastio.proxy.wire.Json;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The example keys of the contract and of the standard, whose thumbprints are known. */
class VectorsTest {

    private static final JsonNode EC = Vectors.of("ec");
    private static final ObjectNode JWK = (ObjectNode) EC.path("jwk");
    private static final String SCALAR = EC.path("private_scalar_hex").textValue();
    private static final String THUMBPRINT = EC.path("jkt").textValue();

    @Test
    void thumbprintIsThatOfTheVectors() throws Exception {
        assertThat(PublicJwk.of(JWK).thumbprint()).isEqualTo(THUMBPRINT);
    }

    @Test
    void thumbprintDoesNotDependOnOrderOrOtherMembers() throws Exception {
        ObjectNode shuffled = Json.object().put("use", "sig").put("kid", "mine");
        shuffled.setAll(JWK);

        assertThat(PublicJwk.of(shuffled).thumbprint()).isEqualTo(THUMBPRINT);
    }

    /** RFC 7638 section 3.1. */
    @Test
    void thumbprintOfAnRsaKeyIsThatOfTheStandard() throws Exception {
        ObjectNode jwk = object("""
                {"kty":"RSA","e":"AQAB","alg":"RS256","kid":"2011-04-29","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"}""");

        assertThat(PublicJwk.of(jwk).thumbprint()).isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }

    @Test
    void signsWhatTheVectorsKeyVerifies() throws Exception {
        // the PKCS#8 of a P-256 key is this head and its scalar
        byte[] pkcs8 = HexFormat.of()
                .parseHex("3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420" + SCALAR);
        PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        VerifyingKey verifying = PublicJwk.of(JWK).key();

        for (int i = 0; i < 200; i++) {
            String compact = JwsWriter.write(
                    Json.object().put("alg", "ES256"), Json.object().put("i", i), key);

            Jws jws = Jws.parse(compact);
            assertThat(jws.isSignedBy(verifying, JwsAlgorithm.ES256)).isTrue();
            assertThat(jws.claims().path("i").intValue()).isEqualTo(i);
        }
    }

    private static ObjectNode object(String json) throws Exception {
        return (ObjectNode) Json.read(json);
    }
}
