package dev.mastio.proxy.auth;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.auth.certificate.GraceMatch;
import dev.mastio.proxy.wire.Json;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** An agent with its key, its certificates and the key of its proofs. */
public record TestAgent(String id, KeyPair pair, List<X509Certificate> chain, KeyPair proofPair) {

    public ObjectNode assertionHeader() {
        ObjectNode header = Json.object()
                .put("alg", pair.getPrivate().getAlgorithm().equals("RSA") ? "RS256" : "ES256")
                .put("typ", "JWT");
        ArrayNode x5c = header.putArray("x5c");
        chain.forEach(certificate -> x5c.add(base64(certificate)));
        return header;
    }

    public ObjectNode assertionClaims(Instant now) {
        return Json.object()
                .put("sub", id)
                .put("iss", id)
                .put("aud", "agent-trust-broker")
                .put("iat", now.getEpochSecond())
                .put("exp", now.getEpochSecond() + 300)
                .put("jti", UUID.randomUUID().toString());
    }

    public String sign(ObjectNode header, ObjectNode claims) {
        return TestKeys.jws(header.path("alg").asText(), pair.getPrivate(), header, claims);
    }

    public String assertion(Instant now) {
        return sign(assertionHeader(), assertionClaims(now));
    }

    public TestProof proof(String method, String uri, Instant now) {
        return TestProof.of(proofPair, method, uri, now);
    }

    /** Of a TLS client that shows its certificates. */
    public KeyManager[] keyManagers() {
        char[] password = {};
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry("agent", pair.getPrivate(), password, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What is recorded when it is let in by its certificate although that was replaced. */
    public GraceMatch byGrace() {
        byte[] leaf = Base64.getDecoder().decode(base64(chain.getFirst()));
        return new GraceMatch(GraceMatch.Kind.CERTIFICATE, id, HexFormat.of().formatHex(TestKeys.sha256(leaf)));
    }

    public static String base64(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }

    public String pem() {
        StringBuilder pem = new StringBuilder();
        for (X509Certificate certificate : chain) {
            pem.append("-----BEGIN CERTIFICATE-----\n")
                    .append(base64(certificate).replaceAll("(.{64})(?=.)", "$1\n"))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return pem.toString();
    }
}
