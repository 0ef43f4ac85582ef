package dev.mastio.proxy.auth.dpop;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * What identifies a use of a proof: a hash of who signed it and of the {@code jti} it chose. Two senders may choose the same {@code jti},
 * and however long it is, its key is not.
 */
final class ReplayKey implements Comparable<ReplayKey> {

    private final byte[] digest;

    private ReplayKey(byte[] digest) {
        this.digest = digest;
    }

    static ReplayKey of(Proof proof) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(proof.key().getBytes(StandardCharsets.US_ASCII));
            sha256.update((byte) 0);
            return new ReplayKey(sha256.digest(proof.id().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static ReplayKey stored(byte[] digest) {
        return new ReplayKey(digest);
    }

    byte[] bytes() {
        return digest;
    }

    @Override
    public int compareTo(ReplayKey other) {
        return Arrays.compareUnsigned(digest, other.digest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReplayKey key && Arrays.equals(digest, key.digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }
}
