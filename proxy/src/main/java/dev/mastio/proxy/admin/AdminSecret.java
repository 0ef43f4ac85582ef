package dev.mastio.proxy.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mastio.proxy.wire.Fields;
import dev.mastio.proxy.wire.Guard;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Request;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets in who knows the admin secret. */
public final class AdminSecret implements Guard {

    private static final String HEADER = "X-Admin-Secret";
    private static final int MIN_LENGTH = 32;
    private static final String DEFAULT = "change-me-in-production";

    private final byte @Nullable [] digest;
    private final LockOut lockOut;

    /** With no secret, nobody gets in. */
    public AdminSecret(Optional<String> secret, LockOut lockOut) {
        this.digest = secret.isPresent() ? digest(secret.get()) : null;
        this.lockOut = lockOut;
    }

    /**
     * What is wrong with a secret for the environment, if anything.
     *
     * @return advice to go with the setting's name
     */
    public static Optional<String> problem(boolean production, Optional<String> secret) {
        if (secret.isPresent() && secret.get().equals(DEFAULT)) {
            return Optional.of("everybody knows this one; give at least " + MIN_LENGTH + " random characters");
        }
        if (production && secret.isPresent() && secret.get().length() < MIN_LENGTH) {
            return Optional.of("give at least " + MIN_LENGTH + " random characters in production");
        }
        return Optional.empty();
    }

    @Override
    public void admit(Request request) throws Exception {
        String given = request.header(HEADER).orElseThrow(() -> Fields.missingHeader(HEADER));
        if (!lockOut.attempt(request.clientAddress(), () -> isRight(given))) {
            throw new Refusal(403, "invalid admin secret");
        }
    }

    /** In the same time for all wrong ones: digests have one length, and their comparison does not stop early. */
    private boolean isRight(String given) {
        return digest != null && MessageDigest.isEqual(digest, digest(given));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
