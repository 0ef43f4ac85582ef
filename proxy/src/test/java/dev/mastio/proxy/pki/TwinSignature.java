package dev.mastio.proxy.pki;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;

/** Certificates under the other signature that holds wherever an ECDSA signature does: {@code (r, n - s)} for {@code (r, s)}. */
public final class TwinSignature {

    private TwinSignature() {}

    /** That certificate, which that key signed, under the other signature. */
    public static X509Certificate of(X509Certificate certificate, ECPublicKey signer) throws Exception {
        ASN1Sequence signature = ASN1Sequence.getInstance(certificate.getSignature());
        BigInteger s = ASN1Integer.getInstance(signature.getObjectAt(1)).getValue();
        DERSequence twin = sequence(
                signature.getObjectAt(0),
                new ASN1Integer(signer.getParams().getOrder().subtract(s)));
        ASN1Sequence parts = ASN1Sequence.getInstance(certificate.getEncoded());
        byte[] encoded = sequence(parts.getObjectAt(0), parts.getObjectAt(1), new DERBitString(twin.getEncoded()))
                .getEncoded();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    private static DERSequence sequence(ASN1Encodable... parts) {
        ASN1EncodableVector all = new ASN1EncodableVector();
        all.addAll(parts);
        return new DERSequence(all);
    }
}
