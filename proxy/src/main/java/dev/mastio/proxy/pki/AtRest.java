package dev.mastio.proxy.pki;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * How secrets lie in the store: in Fernet envelopes under a key that is derived from the passphrase in the settings or given there, or,
 * without one, as they are. An envelope says where its key comes from.
 */
public final class AtRest {

    private static final String SEALED = "enc:pki:";
    private static final String DERIVED = SEALED + "v1:";
    private static final String GIVEN = SEALED + "raw:";
    private static final byte[] SALT = "cullis-mastio-pki-v1".getBytes(UTF_8);
    private static final int ITERATIONS = 600_000;
    private static final int KEY_BITS = 256;

    private final String prefix;
    private final Optional<CompletableFuture<Fernet>> envelopes;

    private AtRest(String prefix, Optional<CompletableFuture<Fernet>> envelopes) {
        this.prefix = prefix;
        this.envelopes = envelopes;
    }

    /** Under a key of 32 random bytes, which nobody can guess: nothing is gained by deriving another one from it. */
    public static AtRest withKey(byte[] key) {
        return new AtRest(GIVEN, Optional.of(CompletableFuture.completedFuture(new Fernet(key))));
    }

    /**
     * Under that passphrase, or in the clear. The key takes a third of a second of one core to derive: that begins at once, on a thread
     * of its own, beside the rest of the start, and the first who needs the key waits for it.
     */
    public static AtRest under(Optional<String> passphrase) {
        return new AtRest(
                DERIVED,
                passphrase.map(text -> CompletableFuture.supplyAsync(
                        () -> new Fernet(derive(text)),
                        task -> Thread.ofPlatform()
                                .daemon()
                                .name("key derivation")
                                .start(task))));
    }

    /** Whether what is stored is encrypted. */
    boolean encrypts() {
        return envelopes.isPresent();
    }

    /** Whether this lies in the clear although it need not. */
    boolean shouldSeal(String stored) {
        return encrypts() && !stored.isEmpty() && !stored.startsWith(SEALED);
    }

    String seal(String plain, Instant now) {
        return envelopes
                .map(envelope -> prefix + envelope.join().seal(plain.getBytes(UTF_8), now))
                .orElse(plain);
    }

    /**
     * What was sealed.
     *
     * @throws PkiException if it is under another key, or encrypted while there is no key
     */
    String open(String stored) throws PkiException {
        if (!stored.startsWith(SEALED)) {
            return stored;
        }
        if (envelopes.isEmpty()) {
            throw new PkiException("the keys in the store are encrypted, but MCP_PROXY_DB_ENCRYPTION_KEY is not set;"
                    + " set it to the value that the store was made with");
        }
        return envelopes
                .filter(_ -> stored.startsWith(prefix))
                .flatMap(envelope -> envelope.join().open(stored.substring(prefix.length())))
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
