package dev.mastio.operator.soak;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A token that asked for a run on demand, and the name of that run's Job.
 *
 * @param text the token as it stands in the status: as it was given, or its digest when it is too long to be kept
 */
public record RunToken(String text) {
    private static final int LONGEST_KEPT = 128;
    private static final int LONGEST_JOB_NAME = 52; // the API server's bound for what gets a suffix to name its pods
    private static final int HASH_LETTERS = 6;

    /** Empty when the annotation is missing or blank. */
    public static Optional<RunToken> of(@Nullable String annotation) {
        String text = annotation == null ? "" : annotation.strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new RunToken(
                text.length() <= LONGEST_KEPT
                        ? text
                        : "sha256:" + HexFormat.of().formatHex(digest(text))));
    }

    /**
     * The same token gives the same name, so that a Job whose creation was never written down is found again instead of made twice.
     * It shows as much of the token as fits and ends in a hash of all of it. It never equals a name that the CronJob controller
     * makes: those end in eight digits.
     */
    public String jobName(String instance) {
        String prefix = instance + "-soak-";
        String readable = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        int room = Math.max(0, LONGEST_JOB_NAME - prefix.length() - HASH_LETTERS - 1);
        String shown = readable.substring(0, Math.min(room, readable.length())).replaceAll("^-|-$", "");
        return prefix + (shown.isEmpty() ? "" : shown + "-") + hash();
    }

    private String hash() {
        String letters = new BigInteger(1, digest(text)).toString(36);
        return letters.substring(letters.length() - HASH_LETTERS);
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
