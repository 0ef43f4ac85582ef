package dev.mastio.proxy.auth.dpop;

import dev.mastio.proxy.crypto.Sha256;
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
        return new ReplayKey(Sha256.of(proof.key() + '\0' + proof.id()));
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
