package dev.mastio.proxy.ops;

import io.undertow.util.HttpString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Tells a soak from all others by the token {@code RUN.MAC}, which only who holds the key can make. */
public final class SoakTokens {

    /** Carries the token. */
    public static final HttpString HEADER = new HttpString("X-Mastio-Soak");

    private static final String HMAC = "HmacSHA256";
    /** Runs are hours apart; a few are enough, and a bound keeps a leaked key from filling the heap. */
    private static final int REMEMBERED = 64;

    private final @Nullable SecretKeySpec key;
    private final Set<String> verified = ConcurrentHashMap.newKeySet();

    /** With no key, no token is valid. */
    SoakTokens(byte @Nullable [] key) {
        this.key = key == null || key.length == 0 ? null : new SecretKeySpec(key, HMAC);
    }

    /**
     * Those made with the key in that file.
     *
     * @throws IOException if it cannot be read
     */
    public static SoakTokens of(Optional<Path> keyFile) throws IOException {
        return new SoakTokens(keyFile.isPresent() ? Files.readAllBytes(keyFile.get()) : null);
    }

    /** Whose a request with this token, or with none, is. */
    public Traffic traffic(@Nullable String token) {
        if (token == null || key == null) {
            return Traffic.CLIENT;
        }
        return verified.contains(token) || verifies(token, key) ? Traffic.SOAK : Traffic.CLIENT;
    }

    /** Whether a request with this token, or with none, may ask for what only soaks need; without a key, there is nobody to tell apart. */
    boolean admits(@Nullable String token) {
        return key == null || traffic(token) == Traffic.SOAK;
    }

    private boolean verifies(String token, SecretKeySpec signingKey) {
        int dot = token.lastIndexOf('.');
        if (dot <= 0
                || !MessageDigest.isEqual(bytes(token.substring(dot + 1)), mac(token.substring(0, dot), signingKey))) {
            return false;
        }
        if (verified.size() >= REMEMBERED) {
            verified.clear();
        }
        verified.add(token);
        return true;
    }

    private static byte[] mac(String run, SecretKeySpec signingKey) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(signingKey);
            return bytes(HexFormat.of().formatHex(mac.doFinal(bytes(run))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
