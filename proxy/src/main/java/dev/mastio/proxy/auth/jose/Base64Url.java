package dev.mastio.proxy.auth.jose;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Base64url without padding, where every value has exactly one text: JDK's decoder also takes padding and stray tail bits. */
public final class Base64Url {

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private Base64Url() {}

    /** The text of those bytes. */
    public static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }

    /**
     * The bytes of that text.
     *
     * @throws MalformedJoseException if {@link #encode} would have written it differently
     */
    public static byte[] decode(String text) throws MalformedJoseException {
        if (text.indexOf('=') >= 0 || hasStrayBits(text)) {
            throw new MalformedJoseException("not base64url");
        }
        try {
            return DECODER.decode(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new MalformedJoseException("not base64url");
        }
    }

    /** Two characters hold one byte and four bits too many, three hold two bytes and two bits too many: those must be zero. */
    private static boolean hasStrayBits(String text) {
        int tail = text.length() % 4;
        if (tail == 0) {
            return false;
        }
        int last = ALPHABET.indexOf(text.charAt(text.length() - 1));
        int mask = tail == 2 ? 0b1111 : 0b11;
        return tail == 1 || (last & mask) != 0;
    }
}
