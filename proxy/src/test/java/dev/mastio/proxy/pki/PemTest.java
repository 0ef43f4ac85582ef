package dev.mastio.proxy.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringWriter;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PemTest {

    private static final KeyPair EC = TestKeys.p256();
    private static final KeyPair RSA = TestKeys.rsa(2048);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final X509Certificate CERTIFICATE = TestIssuer.unknown(NOW).certificate();
    private static final X509Certificate OTHER = TestIssuer.unknown(NOW).certificate();

    /** As others write what we write. */
    static Stream<UnaryOperator<String>> hands() {
        return Stream.of(
                text -> text,
                String::strip,
                text -> text.replace("\n", "\r\n"),
                text -> "# for the store\n" + text,
                text -> text + "\n\n",
                text -> text.replaceAll("(?m)^(.{32})(?=.{32}$)", "$1\n"));
    }

    @ParameterizedTest
    @MethodSource("hands")
    void readsWhatWeWroteAndWhatOthersWrote(UnaryOperator<String> hand) throws Exception {
        assertThat(Pem.certificate(hand.apply(Pem.text(CERTIFICATE)))).isEqualTo(CERTIFICATE);
        assertThat(Pem.privateKey(hand.apply(Pem.text(EC.getPrivate()))).getEncoded())
                .isEqualTo(EC.getPrivate().getEncoded());
        assertThat(Pem.privateKey(hand.apply(Pem.text(RSA.getPrivate()))).getEncoded())
                .isEqualTo(RSA.getPrivate().getEncoded());
    }

    @Test
    void readsKeysInTheOlderForms() throws Exception {
        for (KeyPair pair : List.of(EC, RSA)) {
            StringWriter older = new StringWriter();
            try (JcaPEMWriter writer = new JcaPEMWriter(older)) {
                writer.writeObject(
                        pair.getPrivate() instanceof ECPrivateKey key
                                ? new PemObject("EC PRIVATE KEY", withItsCurve(key))
                                : pair.getPrivate());
            }

            assertThat(older.toString()).contains(pair.getPrivate().getAlgorithm() + " PRIVATE KEY");
            assertThat(Pem.privateKey(older.toString()).getAlgorithm())
                    .isEqualTo(pair.getPrivate().getAlgorithm());
        }
    }

    /** As openssl writes it. */
    private static byte[] withItsCurve(ECPrivateKey key) throws Exception {
        return new org.bouncycastle.asn1.sec.ECPrivateKey(256, key.getS(), SECObjectIdentifiers.secp256r1).getEncoded();
    }

    @Test
    void takesTheFirstOfSeveralCertificates() throws Exception {
        String chain = Pem.text(List.of(CERTIFICATE, OTHER));

        assertThat(Pem.certificate(chain)).isEqualTo(CERTIFICATE);
        assertThat(Pem.certificates(chain)).containsExactly(CERTIFICATE, OTHER);
    }

    @ParameterizedTest
    @MethodSource("hands")
    void takesNothingElse(UnaryOperator<String> hand) {
        String certificate = Pem.text(CERTIFICATE);
        String key = Pem.text(EC.getPrivate());

        for (String none : List.of(
                "",
                key,
                certificate.replace("CERTIFICATE", "PRIVATE KEY"),
                certificate.substring(0, certificate.length() / 2),
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n")) {
            assertThatThrownBy(() -> Pem.certificate(hand.apply(none))).isInstanceOf(UnreadablePemException.class);
        }
        for (String none : List.of(
                "", certificate, key.replace("PRIVATE KEY", "CERTIFICATE"), key.substring(0, key.length() / 2))) {
            assertThatThrownBy(() -> Pem.privateKey(hand.apply(none))).isInstanceOf(UnreadablePemException.class);
        }
    }
}
