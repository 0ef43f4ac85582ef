package dev.mastio.proxy.admin;

import dev.mastio.proxy.crypto.Sha256;
import dev.mastio.proxy.wire.Fields;
import dev.mastio.proxy.wire.Guard;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Request;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets in who knows the admin secret. */
public final class AdminSecret implements Guard {

    private static final String HEADER = "X-Admin-Secret";

    /** From this length on nobody guesses one; in production none is shorter. */
    private static final int UNGUESSABLE = 32;

    private final byte @Nullable [] digest;
    private final boolean guessable;
    private final LockOut lockOut;

    /** With no secret, nobody gets in. */
    public AdminSecret(Optional<String> secret, LockOut lockOut) {
        this.guessable = secret.filter(text -> text.length() >= UNGUESSABLE).isEmpty();
        this.digest = secret.isPresent() ? Sha256.of(secret.get()) : null;
        this.lockOut = lockOut;
    }

    @Override
    public void admit(Request request) throws Exception {
        String given = request.header(HEADER).orElseThrow(() -> Fields.missingHeader(HEADER));
        if (!guessable && isRight(given)) {
            // Whatever others at the same address have tried.
            return;
        }
        if (!lockOut.attempt(request.clientAddress(), () -> isRight(given))) {
            throw new Refusal(403, "invalid admin secret");
        }
    }

    /** In the same time for all wrong ones: digests have one length, and their comparison does not stop early. */
    private boolean isRight(String given) {
        return digest != null && MessageDigest.isEqual(digest, Sha256.of(given));
    }
}
