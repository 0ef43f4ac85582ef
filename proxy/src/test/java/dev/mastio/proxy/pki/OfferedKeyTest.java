package dev.mastio.proxy.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OfferedKeyTest {

    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(2047).setBit(0);

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
    void takesTheUsualCurves(String curve) throws Exception {
        PublicKey key = TestKeys.ec(curve).getPublic();

        assertThat(OfferedKey.fromPem(Pem.text(key)).getEncoded()).isEqualTo(key.getEncoded());
    }

    @Test
    void takesRsaKeys() throws Exception {
        PublicKey key = TestKeys.rsa(2048).getPublic();

        assertThat(OfferedKey.fromPem(Pem.text(key)).getEncoded()).isEqualTo(key.getEncoded());
    }

    @ParameterizedTest
    @MethodSource("hostileKeys")
    void refuses(String kind, byte[] key, String reason) {
        String pem = pem(key);

        assertThatThrownBy(() -> OfferedKey.fromPem(pem))
                .isInstanceOf(UnacceptableKeyException.class)
                .hasMessageContaining(reason);
    }

    static List<Arguments> hostileKeys() throws Exception {
        byte[] p256 = TestKeys.p256().getPublic().getEncoded();
        byte[] offCurve = p256.clone();
        offCurve[offCurve.length - 1] ^= 1;
        byte[] truncated = Arrays.copyOf(p256, p256.length - 7);
        byte[] anyPoint =
                SECNamedCurves.getByOID(SECObjectIdentifiers.secp256k1).getG().getEncoded(false);
        return List.of(
                Arguments.of("a short RSA key", TestKeys.rsa(1024).getPublic().getEncoded(), "from 2048 to 4096"),
                Arguments.of(
                        "a huge RSA key", rsa(BigInteger.ONE.shiftLeft(16_383).setBit(0), 65537), "from 2048 to 4096"),
                Arguments.of("exponent 1", rsa(MODULUS, 1), "exponent"),
                Arguments.of("an even exponent", rsa(MODULUS, 65536), "exponent"),
                Arguments.of("a huge exponent", rsa(MODULUS, MODULUS.subtract(BigInteger.TWO)), "exponent"),
                Arguments.of("an even modulus", rsa(MODULUS.clearBit(0), 65537), "not a well-formed"),
                Arguments.of("a negative modulus", rsa(MODULUS.negate(), 65537), "not a well-formed"),
                Arguments.of("secp256k1", ec(SECObjectIdentifiers.secp256k1, anyPoint), "unsupported curve"),
                Arguments.of("secp192r1", ec(SECObjectIdentifiers.secp192r1, anyPoint), "unsupported curve"),
                Arguments.of(
                        "parameters written out",
                        ec(SECNamedCurves.getByOID(SECObjectIdentifiers.secp256r1), anyPoint),
                        "unsupported curve"),
                Arguments.of("no curve at all", ec(DERNull.INSTANCE, anyPoint), "unsupported curve"),
                Arguments.of("a point that is not on the curve", offCurve, "not a well-formed"),
                Arguments.of(
                        "the point at infinity",
                        ec(SECObjectIdentifiers.secp256r1, new byte[] {0}),
                        "not a well-formed"),
                Arguments.of("no point", ec(SECObjectIdentifiers.secp256r1, new byte[0]), "not a well-formed"),
                Arguments.of("a cut-off key", truncated, "not a PEM public key"),
                Arguments.of(
                        "Ed25519", info(EdECObjectIdentifiers.id_Ed25519, null, new byte[32]), "unsupported key type"));
    }

    @ParameterizedTest
    @MethodSource("garbage")
    void refusesGarbage(String text) {
        assertThatThrownBy(() -> OfferedKey.fromPem(text)).isInstanceOf(UnacceptableKeyException.class);
    }

    static Stream<String> garbage() {
        return Stream.of(
                "",
                "-----BEGIN PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----\n\n-----END PUBLIC KEY-----\n",
                "-----BEGIN PUBLIC KEY-----\n!!!!\n-----END PUBLIC KEY-----\n",
                "-----BEGIN PUBLIC KEY-----\nMA==\n-----END CERTIFICATE-----\n",
                Pem.text(TestKeys.p256().getPrivate()),
                "-----BEGIN NONSENSE-----\nAAAA\n-----END NONSENSE-----\n",
                pem(nested(4000)));
    }

    /** Sequences in sequences: what recursive parsers die of. */
    private static byte[] nested(int depth) {
        byte[] bytes = new byte[2 * depth];
        for (int i = 0; i < bytes.length; i += 2) {
            bytes[i] = 0x30;
            bytes[i + 1] = (byte) 0x80;
        }
        return bytes;
    }

    private static byte[] rsa(BigInteger modulus, long exponent) throws Exception {
        return rsa(modulus, BigInteger.valueOf(exponent));
    }

    private static byte[] rsa(BigInteger modulus, BigInteger exponent) throws Exception {
        return new SubjectPublicKeyInfo(
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                        new RSAPublicKey(modulus, exponent))
                .getEncoded();
    }

    private static byte[] ec(ASN1Encodable curve, byte[] point) throws Exception {
        return info(X9ObjectIdentifiers.id_ecPublicKey, curve, point);
    }

    private static byte[] info(ASN1ObjectIdentifier algorithm, @Nullable ASN1Encodable parameters, byte[] key)
            throws Exception {
        return new SubjectPublicKeyInfo(new AlgorithmIdentifier(algorithm, parameters), key).getEncoded();
    }

    private static String pem(byte[] der) {
        return "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END PUBLIC KEY-----\n";
    }
}
