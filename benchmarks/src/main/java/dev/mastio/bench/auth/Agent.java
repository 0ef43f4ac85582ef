package dev.mastio.bench.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.util.concurrent.atomic.AtomicLong;

/** An enrolled agent with its key and the key of its proofs. */
final class Agent {

    private static final AtomicLong SERIAL = new AtomicLong();
    /** Different in each run, so that no proof of an earlier run is met again. */
    private static final String RUN = Long.toHexString(System.nanoTime());

    private final String id;
    private final PrivateKey key;
    private final String assertionHeader;
    private final KeyPair proofPair;
    private final String proofHeader;

    /** @param chain its certificates as PEM, leaf first */
    Agent(String id, PrivateKey key, String chain) throws GeneralSecurityException {
        this.id = id;
        this.key = key;
        this.assertionHeader = encoded("{\"alg\":\"ES256\",\"typ\":\"JWT\",\"x5c\":[" + x5c(chain) + "]}");
        this.proofPair = Es256.newPair();
        this.proofHeader = encoded("{\"alg\":\"ES256\",\"typ\":\"dpop+jwt\",\"jwk\":" + Es256.jwk(proofPair) + "}");
    }

    /** A fresh client assertion. */
    String assertion() throws GeneralSecurityException {
        long now = now();
        return Es256.jws(
                assertionHeader,
                "{\"sub\":\"%s\",\"iss\":\"%s\",\"aud\":\"agent-trust-broker\",\"iat\":%d,\"exp\":%d,\"jti\":\"%s\"}"
                        .formatted(id, id, now, now + 300, unique()),
                key);
    }

    /** A fresh proof for a POST to that address, alone. */
    String proof(String uri) throws GeneralSecurityException {
        return signed(uri, "");
    }

    /** A fresh proof for a POST to that address with that token. */
    String proof(String uri, String token) throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
        return signed(uri, ",\"ath\":\"" + Es256.base64(hash) + "\"");
    }

    private String signed(String uri, String more) throws GeneralSecurityException {
        return Es256.jws(
                proofHeader,
                "{\"jti\":\"%s\",\"htm\":\"POST\",\"htu\":\"%s\",\"iat\":%d%s}".formatted(unique(), uri, now(), more),
                proofPair.getPrivate());
    }

    private static long now() {
        return System.currentTimeMillis() / 1_000;
    }

    private static String unique() {
        return RUN + "-" + SERIAL.incrementAndGet();
    }

    private static String encoded(String json) {
        return Es256.base64(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String x5c(String pem) {
        StringBuilder list = new StringBuilder();
        for (String part : pem.split("-----END CERTIFICATE-----", -1)) {
            String base64 = part.replace("-----BEGIN CERTIFICATE-----", "").replaceAll("\\s", "");
            if (!base64.isEmpty()) {
                list.append(list.isEmpty() ? "" : ",")
                        .append('"')
                        .append(base64)
                        .append('"');
            }
        }
        return list.toString();
    }
}
