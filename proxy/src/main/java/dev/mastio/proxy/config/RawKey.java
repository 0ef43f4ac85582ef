package dev.mastio.proxy.config;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** A secret that is a key as it stands, and not a passphrase to derive one from: {@code raw:} and 32 random bytes in base64url. */
public final class RawKey {

    static final String ADVICE = "after raw: give 32 random bytes in base64url, which are 43 characters";

    private static final String MARK = "raw:";
    private static final Pattern BYTES = Pattern.compile("[A-Za-z0-9_-]{43}=?");

    private RawKey() {}

    /** The key's bytes; empty if that secret is a passphrase. Settings that were read hold no damaged one. */
    public static Optional<byte[]> of(Secret secret) {
        return text(secret).map(Base64.getUrlDecoder()::decode);
    }

    /** Whether it is marked as a key, but is none. */
    static boolean isDamaged(Secret secret) {
        return text(secret).filter(text -> !BYTES.matcher(text).matches()).isPresent();
    }

    private static Optional<String> text(Secret secret) {
        return Optional.of(secret.value())
                .filter(value -> value.startsWith(MARK))
                .map(value -> value.substring(MARK.length()));
    }
}
