package dev.mastio.proxy.pki;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * How secrets lie in the store: in Fernet envelopes under a key that is derived from the passphrase in the settings, or, without one,
 * as they are.
 */
public final class AtRest {

    private static final String ENVELOPE = "enc:pki:v1:";
    private static final byte[] SALT = "cullis-mastio-pki-v1".getBytes(UTF_8);
    private static final int ITERATIONS = 600_000;
    private static final int KEY_BITS = 256;

    private final Optional<CompletableFuture<Fernet>> envelopes;

    private AtRest(Optional<CompletableFuture<Fernet>> envelopes) {
        this.envelopes = envelopes;
    }

    /**
     * Under that passphrase, or in the clear. The key takes a third of a second of one core to derive: that begins at once, on a thread
     * of its own, beside the rest of the start, and the first who needs the key waits for it.
     */
    public static AtRest under(Optional<String> passphrase) {
        return new AtRest(passphrase.map(text -> CompletableFuture.supplyAsync(
                () -> new Fernet(derive(text)),
                task -> Thread.ofPlatform().daemon().name("key derivation").start(task))));
    }

    /** Whether what is stored is encrypted. */
    boolean encrypts() {
        return envelopes.isPresent();
    }

    /** Whether this lies in the clear although it need not. */
    boolean shouldSeal(String stored) {
        return encrypts() && !stored.isEmpty() && !stored.startsWith(ENVELOPE);
    }

    String seal(String plain, Instant now) {
        return envelopes
                .map(envelope -> ENVELOPE + envelope.join().seal(plain.getBytes(UTF_8), now))
                .orElse(plain);
    }

    /**
     * What was sealed.
     *
     * @throws PkiException if it is under another key, or encrypted while there is no key
     */
    String open(String stored) throws PkiException {
        if (!stored.startsWith(ENVELOPE)) {
            return stored;
        }
        if (envelopes.isEmpty()) {
            throw new PkiException("the keys in the store are encrypted, but MCP_PROXY_DB_ENCRYPTION_KEY is not set;"
                    + " set it to the value that the store was made with");
        }
        return envelopes
                .get()
                .join()
                .open(stored.substring(ENVELOPE.length()))
                .map(plain -> new String(plain, UTF_8))
                .orElseThrow(() -> new PkiException("the keys in the store do not open with"
                        + " MCP_PROXY_DB_ENCRYPTION_KEY; set it to the value that the store was made with"));
    }

    private static byte[] derive(String passphrase) {
        PBEKeySpec spec = new PBEKeySpec(passphrase.toCharArray(), SALT, ITERATIONS, KEY_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has PBKDF2 with HMAC-SHA-256", e);
        } finally {
            spec.clearPassword();
        }
    }
}
