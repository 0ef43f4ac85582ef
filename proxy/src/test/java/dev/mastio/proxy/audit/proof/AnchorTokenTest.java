package dev.mastio.proxy.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.auth.TestCertificates;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens that only somebody makes who wants the one who checks them to stumble. */
class AnchorTokenTest {

    private static final String HASH = "ab".repeat(32);
    private static final ASN1ObjectIdentifier POLICY = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");

    @ParameterizedTest
    @MethodSource("hostile")
    void findsThemInvalid(String base64) {
        assertThat(AnchorToken.check(base64, HASH, List.of())).isInstanceOf(AnchorToken.Finding.Invalid.class);
    }

    static Stream<Named<String>> hostile() throws Exception {
        return Stream.of(
                Named.of("nothing", base64(new byte[0])),
                Named.of("cut off", base64(Arrays.copyOf(signed(builder(), true), 200))),
                Named.of("nothing that is signed", base64(signed(builder(), false))),
                Named.of("an empty list of its certificates", base64(signed(withEmptyList(), true))));
    }

    private static JcaSimpleSignerInfoGeneratorBuilder builder() throws Exception {
        return new JcaSimpleSignerInfoGeneratorBuilder();
    }

    private static JcaSimpleSignerInfoGeneratorBuilder withEmptyList() throws Exception {
        ASN1EncodableVector attributes = new ASN1EncodableVector();
        attributes.add(new Attribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2, new DERSet()));
        return builder()
                .setSignedAttributeGenerator(new DefaultSignedAttributeTableGenerator(new AttributeTable(attributes)));
    }

    private static byte[] signed(JcaSimpleSignerInfoGeneratorBuilder signer, boolean withContent) throws Exception {
        TestCertificates.Issuer issuer = TestCertificates.root(Instant.now());
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(
                signer.build("SHA256withECDSA", issuer.pair().getPrivate(), issuer.certificate()));
        return generator
                .generate(new CMSProcessableByteArray(PKCSObjectIdentifiers.id_ct_TSTInfo, stamp()), withContent)
                .getEncoded();
    }

    private static byte[] stamp() throws IOException {
        return new TSTInfo(
                        POLICY,
                        new MessageImprint(
                                new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256),
                                HexFormat.of().parseHex(HASH)),
                        new ASN1Integer(BigInteger.ONE),
                        new ASN1GeneralizedTime(Date.from(Instant.now())),
                        null,
                        null,
                        null,
                        null,
                        null)
                .getEncoded();
    }

    private static String base64(byte[] der) {
        byte[] token = Arrays.copyOf(new byte[] {'T', '1', '|'}, 3 + der.length);
        System.arraycopy(der, 0, token, 3, der.length);
        return Base64.getEncoder().encodeToString(token);
    }
}
