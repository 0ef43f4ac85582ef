package dev.mastio.proxy.registry.apitoken;

import dev.mastio.proxy.crypto.Sha256;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.util.encoders.Base32;

/** What the holder of a token knows and nobody else: {@code culk_} and 32 random bytes. */
public final class TokenText {

    private static final String PREFIX = "culk_";
    private static final Pattern FORM = Pattern.compile(PREFIX + "[a-z2-7]{52}");
    private static final int BYTES = 32;
    private static final int SHOWN = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String text;

    private TokenText(String text) {
        this.text = text;
    }

    /** Those who hold such a text have one; empty for anything else. */
    public static Optional<TokenText> of(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new TokenText(text)) : Optional.empty();
    }

    static TokenText random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        String letters = Base32.toBase32String(bytes).replace("=", "").toLowerCase(Locale.ROOT);
        return new TokenText(PREFIX + letters);
    }

    /**
     * What is stored, and looked up: what an attacker learns by the time of a look-up is about hashes of guesses. Quick on purpose: nobody
     * can try 256 random bits, which a slow hash would not make harder.
     */
    String hash() {
        return Sha256.hex(text);
    }

    String lastFour() {
        return text.substring(text.length() - SHOWN);
    }

    /** To be told once, to whoever asked for the token. */
    public String reveal() {
        return text;
    }
}
