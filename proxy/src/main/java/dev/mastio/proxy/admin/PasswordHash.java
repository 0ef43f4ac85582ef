package dev.mastio.proxy.admin;

import dev.mastio.proxy.wire.Refusal;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Passwords as they may be stored: PBKDF2 with HMAC-SHA-256. */
final class PasswordHash {

    private static final String SCHEME = "pbkdf2-sha256";
    private static final int ITERATIONS = 600_000;
    private static final int SALT_BYTES = 16;
    private static final int BITS = 256;
    private static final long PATIENCE_SECONDS = 5;
    /** Each takes a tenth of a second or more of a core: however many come, they get one core and no more. */
    private static final Semaphore ONE = new Semaphore(1);

    private PasswordHash() {}

    static String of(String password) throws Refusal {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        byte[] hash = derive(password, salt, ITERATIONS);
        HexFormat hex = HexFormat.of();
        return String.join("$", SCHEME, Integer.toString(ITERATIONS), hex.formatHex(salt), hex.formatHex(hash));
    }

    static boolean matches(String stored, String password) throws Refusal {
        List<String> parts = List.of(stored.split("\\$", -1));
        if (parts.size() != 4 || !parts.getFirst().equals(SCHEME)) {
            throw new IllegalStateException("the stored password hash is of no known form");
        }
        HexFormat hex = HexFormat.of();
        byte[] expected = hex.parseHex(parts.get(3));
        byte[] actual = derive(password, hex.parseHex(parts.get(2)), Integer.parseInt(parts.get(1)));
        return MessageDigest.isEqual(expected, actual);
    }

    private static byte[] derive(String password, byte[] salt, int iterations) throws Refusal {
        takeTurn();
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has PBKDF2 with HMAC-SHA-256", e);
        } finally {
            ONE.release();
            spec.clearPassword();
        }
    }

    private static void takeTurn() throws Refusal {
        try {
            if (ONE.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Refusal(503, "too many passwords are being checked").header("Retry-After", "5");
    }
}
