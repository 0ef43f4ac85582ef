package dev.mastio.proxy.pki;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.mastio.proxy.crypto.CertificationKeys;
import dev.mastio.proxy.wire.Json;
import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/** Private keys as sealed text, and back. */
final class Secret {

    /** How an envelope begins as {@link #seal} writes it. */
    private static final String KEY_FIRST = "{\"key_pem\":\"";

    private Secret() {}

    /** An authority's key, with its certificate as the original keeps it. */
    static String seal(Issuer issuer, AtRest atRest, Instant now) {
        String json = Json.text(
                Json.object().put("key_pem", Pem.text(issuer.key())).put("cert_pem", Pem.text(issuer.certificate())));
        return atRest.seal(json, now);
    }

    static String seal(TokenKey key, AtRest atRest, Instant now) {
        return atRest.seal(Pem.text(key.key().orElseThrow()), now);
    }

    static Issuer openIssuer(String sealed, X509Certificate certificate, AtRest atRest) throws PkiException {
        String pem;
        try {
            String json = atRest.open(sealed);
            Optional<String> plain = ourKeyPem(json);
            pem = plain.isPresent() ? plain.get() : keyPem(json);
        } catch (IOException e) {
            throw new PkiException("an envelope in pki_key_store does not hold what it should", e);
        }
        return new Issuer(certificate, matching(pem, certificate));
    }

    /**
     * Of an envelope as we write it, without a parser: a start waits for this, and for nothing else in JSON, and to load a parser takes as
     * long as to open all keys. Empty for any other.
     */
    private static Optional<String> ourKeyPem(String json) {
        int end = json.indexOf('"', KEY_FIRST.length());
        if (!json.startsWith(KEY_FIRST) || end < 0) {
            return Optional.empty();
        }
        String pem = json.substring(KEY_FIRST.length(), end).replace("\\n", "\n");
        return pem.indexOf('\\') < 0 ? Optional.of(pem) : Optional.empty();
    }

    private static String keyPem(String json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            String pem = "";
            parser.nextToken();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                String value = parser.nextTextValue();
                if (name.equals("key_pem") && value != null) {
                    pem = value;
                }
                parser.skipChildren();
            }
            return pem;
        }
    }

    static PrivateKey openKey(String sealed, X509Certificate certificate, AtRest atRest) throws PkiException {
        return matching(atRest.open(sealed), certificate);
    }

    private static PrivateKey matching(String pem, X509Certificate certificate) throws PkiException {
        PrivateKey key;
        try {
            key = Pem.privateKey(pem);
        } catch (UnreadablePemException e) {
            throw new PkiException("a key in the store is " + e.getMessage(), e);
        }
        if (!CertificationKeys.belongTogether(key, certificate.getPublicKey())) {
            throw new PkiException("a key in the store is not that of the certificate "
                    + certificate.getSubjectX500Principal() + " beside it");
        }
        return key;
    }
}
