package dev.mastio.operator.desired;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Short digests that tell whether something changed. */
public final class Checksum {

    private static final String HMAC = "HmacSHA256";

    /** SHA-256 of a text, in hexadecimal. */
    public static String of(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** SHA-256 of names and values, whatever their order. */
    public static String of(Map<String, String> values) {
        StringBuilder text = new StringBuilder();
        // Lengths go in as well: {a: "b"} and {ab: ""} must not look the same.
        new TreeMap<>(values)
                .forEach((name, value) -> text.append(name.length())
                        .append(':')
                        .append(name)
                        .append(value.length())
                        .append(':')
                        .append(value));
        return of(text.toString());
    }

    /**
     * A digest of a text that nobody can compute, and so try values for, without the key. It tells nothing about what else is
     * signed by the same key.
     */
    public static String sealed(String text, byte[] key) {
        byte[] own = mac("checksums", key);
        return HexFormat.of().formatHex(mac(text, own));
    }

    private static byte[] mac(String text, byte[] key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java runtime has HMAC-SHA-256", impossible);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java runtime has SHA-256", impossible);
        }
    }

    private Checksum() {}
}
