package dev.mastio.proxy.pki;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Fernet tokens (github.com/fernet/spec): AES-128-CBC, then HMAC-SHA-256 over version, time, IV and ciphertext. They do not expire here.
 */
final class Fernet {

    private static final int HALF = 16;
    private static final int IV_BYTES = 16;
    private static final int MAC_BYTES = 32;
    private static final int HEAD_BYTES = 1 + Long.BYTES + IV_BYTES;
    private static final byte VERSION = (byte) 0x80;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec signing;
    private final SecretKeySpec encryption;

    /** Of a key of 32 bytes: the first half signs, the second encrypts. */
    Fernet(byte[] key) {
        signing = new SecretKeySpec(Arrays.copyOfRange(key, 0, HALF), "HmacSHA256");
        encryption = new SecretKeySpec(Arrays.copyOfRange(key, HALF, 2 * HALF), "AES");
    }

    String seal(byte[] plain, Instant now) {
        byte[] iv = new byte[IV_BYTES];
        RANDOM.nextBytes(iv);
        return seal(plain, now, iv);
    }

    String seal(byte[] plain, Instant now, byte[] iv) {
        byte[] cipher = crypt(Cipher.ENCRYPT_MODE, iv, plain).orElseThrow();
        byte[] signed = ByteBuffer.allocate(HEAD_BYTES + cipher.length)
                .put(VERSION)
                .putLong(now.getEpochSecond())
                .put(iv)
                .put(cipher)
                .array();
        byte[] token = Arrays.copyOf(signed, signed.length + MAC_BYTES);
        System.arraycopy(mac(signed), 0, token, signed.length, MAC_BYTES);
        return Base64.getUrlEncoder().encodeToString(token);
    }

    /** What was sealed; empty if this is not a token that this key made. */
    Optional<byte[]> open(String text) {
        byte[] token;
        try {
            token = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (token.length < HEAD_BYTES + MAC_BYTES || token[0] != VERSION) {
            return Optional.empty();
        }
        byte[] signed = Arrays.copyOf(token, token.length - MAC_BYTES);
        if (!MessageDigest.isEqual(mac(signed), Arrays.copyOfRange(token, signed.length, token.length))) {
            return Optional.empty();
        }
        byte[] iv = Arrays.copyOfRange(signed, HEAD_BYTES - IV_BYTES, HEAD_BYTES);
        return crypt(Cipher.DECRYPT_MODE, iv, Arrays.copyOfRange(signed, HEAD_BYTES, signed.length));
    }

    private byte[] mac(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(signing);
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }

    private Optional<byte[]> crypt(int mode, byte[] iv, byte[] bytes) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(mode, encryption, new IvParameterSpec(iv));
            return Optional.of(cipher.doFinal(bytes));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }
}
