package dev.mastio.proxy.auth.certificate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.mastio.proxy.crypto.ChainException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the {@code x5c} of a JWS header: certificates in DER as standard base64, leaf first. */
public final class X5c {

    private static final int MAX_LENGTH = 6;
    /** Far beyond any honest certificate. */
    private static final int MAX_TEXT = 16 * 1024;

    private X5c() {}

    /**
     * Reads it.
     *
     * @param value the member as it was sent; null if it is missing
     * @throws ChainException if it is not a list of one to six certificates, each exactly one and nothing else
     */
    public static List<X509Certificate> read(@Nullable JsonNode value) throws ChainException {
        if (!(value instanceof ArrayNode list) || list.isEmpty()) {
            throw malformed();
        }
        if (list.size() > MAX_LENGTH) {
            throw new ChainException("chain too long (" + list.size() + ")");
        }
        List<X509Certificate> chain = new ArrayList<>(list.size());
        for (JsonNode element : list) {
            if (!element.isTextual() || element.textValue().length() > MAX_TEXT) {
                throw malformed();
            }
            chain.add(certificate(element.textValue()));
        }
        return chain;
    }

    private static X509Certificate certificate(String text) throws ChainException {
        try {
            byte[] der = Base64.getDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
            ByteArrayInputStream in = new ByteArrayInputStream(der);
            // The factory takes PEM as well, and one certificate out of many bytes; here there is to be nothing else.
            if (der.length == 0 || der[0] != 0x30) {
                throw malformed();
            }
            X509Certificate certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            if (certificate.getEncoded().length != der.length) {
                throw malformed();
            }
            return certificate;
        } catch (CertificateException | RuntimeException e) {
            // The JDK's parser throws more than it declares for some broken input.
            throw malformed();
        }
    }

    private static ChainException malformed() {
        return new ChainException("x5c header missing or malformed");
    }
}
