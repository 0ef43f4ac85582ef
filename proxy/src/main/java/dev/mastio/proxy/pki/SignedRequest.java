package dev.mastio.proxy.pki;

import dev.mastio.proxy.crypto.SignatureEngine;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/**
 * A certification request (PKCS#10). All that is taken from it is the key, once its signature shows that the sender holds it: names and
 * extensions that a sender writes into it are the sender's own idea.
 */
public final class SignedRequest {

    private static final Map<ASN1ObjectIdentifier, String> SIGNATURES = Map.of(
            X9ObjectIdentifiers.ecdsa_with_SHA256, "SHA256withECDSA",
            X9ObjectIdentifiers.ecdsa_with_SHA384, "SHA384withECDSA",
            X9ObjectIdentifiers.ecdsa_with_SHA512, "SHA512withECDSA",
            PKCSObjectIdentifiers.sha256WithRSAEncryption, "SHA256withRSA",
            PKCSObjectIdentifiers.sha384WithRSAEncryption, "SHA384withRSA",
            PKCSObjectIdentifiers.sha512WithRSAEncryption, "SHA512withRSA");

    private SignedRequest() {}

    /**
     * The key of a request in PEM.
     *
     * @throws UnacceptableKeyException if the request is none, its signature does not hold, or the key is not good enough
     */
    public static PublicKey key(String pem) throws UnacceptableKeyException {
        PKCS10CertificationRequest request;
        PublicKey key;
        String algorithm;
        try {
            request = Pem.request(pem);
            key = OfferedKey.accepted(request.getSubjectPublicKeyInfo());
            algorithm = SIGNATURES.get(request.getSignatureAlgorithm().getAlgorithm());
        } catch (UnreadablePemException e) {
            throw new UnacceptableKeyException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            throw new UnacceptableKeyException("not a PEM certification request", e);
        }
        if (algorithm == null || !algorithm.endsWith(key.getAlgorithm().equals("RSA") ? "RSA" : "ECDSA")) {
            throw new UnacceptableKeyException("unsupported signature algorithm in the certification request");
        }
        if (!holds(request, key, algorithm)) {
            throw new UnacceptableKeyException("the certification request's signature does not verify");
        }
        return key;
    }

    private static boolean holds(PKCS10CertificationRequest request, PublicKey key, String algorithm) {
        try {
            Signature verifier = SignatureEngine.current().signature(algorithm);
            verifier.initVerify(key);
            verifier.update(
                    request.toASN1Structure().getCertificationRequestInfo().getEncoded("DER"));
            return verifier.verify(request.getSignature());
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            return false;
        }
    }
}
