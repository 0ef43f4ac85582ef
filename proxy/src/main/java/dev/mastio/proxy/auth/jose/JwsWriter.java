package dev.mastio.proxy.auth.jose;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.crypto.SignatureEngine;
import dev.mastio.proxy.wire.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;

/** Signs with ES256, and with RS256 for those whose keys are RSA. */
public final class JwsWriter {

    private JwsWriter() {}

    /** The compact form of those claims under that header, which must say {@code ES256}. */
    public static String write(ObjectNode header, ObjectNode claims, PrivateKey key) throws GeneralSecurityException {
        String input = segment(header) + '.' + segment(claims);
        return input + '.' + Base64Url.encode(EcdsaForm.joined(sign(input, key)));
    }

    /** The same by an RSA key; the header must say {@code RS256}. */
    public static String writeByRsa(ObjectNode header, ObjectNode claims, PrivateKey key)
            throws GeneralSecurityException {
        String input = segment(header) + '.' + segment(claims);
        return input
                + '.'
                + Base64Url.encode(signature(SignatureEngine.current().rsa(), input, key));
    }

    /** The key in the form of whoever signs with it, which otherwise is made for each signature. */
    public static PrivateKey prepared(PrivateKey key) throws GeneralSecurityException {
        return (PrivateKey) SignatureEngine.current().ecKeys().translateKey(key);
    }

    /** The signature of that text in DER, as X.509 knows it. */
    public static byte[] sign(String text, PrivateKey key) throws GeneralSecurityException {
        return signature(SignatureEngine.current().ecdsa(), text, key);
    }

    private static byte[] signature(Signature signer, String text, PrivateKey key) throws GeneralSecurityException {
        signer.initSign(key);
        signer.update(text.getBytes(StandardCharsets.UTF_8));
        return signer.sign();
    }

    private static String segment(ObjectNode json) {
        return Base64Url.encode(Json.text(json).getBytes(StandardCharsets.UTF_8));
    }
}
