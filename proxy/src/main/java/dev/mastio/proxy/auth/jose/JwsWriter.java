package dev.mastio.proxy.auth.jose;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.crypto.SignatureEngine;
import dev.mastio.proxy.wire.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;

/** Signs with ES256. */
public final class JwsWriter {

    private JwsWriter() {}

    /** The compact form of those claims under that header, which must say {@code ES256}. */
    public static String write(ObjectNode header, ObjectNode claims, PrivateKey key) throws GeneralSecurityException {
        String input = segment(header) + '.' + segment(claims);
        return input + '.' + Base64Url.encode(EcdsaForm.joined(sign(input, key)));
    }

    /** The key in the form of whoever signs with it, which otherwise is made for each signature. */
    public static PrivateKey prepared(PrivateKey key) throws GeneralSecurityException {
        return (PrivateKey) SignatureEngine.current().ecKeys().translateKey(key);
    }

    /** The signature of that text in DER, as X.509 knows it. */
    public static byte[] sign(String text, PrivateKey key) throws GeneralSecurityException {
        Signature signer = SignatureEngine.current().ecdsa();
        signer.initSign(key);
        signer.update(text.getBytes(StandardCharsets.UTF_8));
        return signer.sign();
    }

    private static String segment(ObjectNode json) {
        return Base64Url.encode(Json.text(json).getBytes(StandardCharsets.UTF_8));
    }
}
