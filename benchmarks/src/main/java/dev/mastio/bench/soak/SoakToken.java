package dev.mastio.bench.soak;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Marks a request as a soak's own, so that proxies count it apart: {@code RUN.MAC}, which only who holds the key can make. */
final class SoakToken {
    static final String HEADER = "X-Mastio-Soak";
    private static final String HMAC = "HmacSHA256";

    private SoakToken() {}

    static String of(String run, byte[] key) {
        if (key.length == 0) throw new IllegalArgumentException("the key that signs soak tokens is empty");
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return run + "." + HexFormat.of().formatHex(mac.doFinal(run.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }
}
