package dev.mastio.proxy.auth.jose;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/** The two forms of an ES256 signature: JOSE's {@code r || s} and the DER that providers read and write. */
final class EcdsaForm {

    private EcdsaForm() {}

    /** In DER; empty unless there are two halves in 1..n-1, which is what keeps a signature of zeros out whatever the provider does. */
    static Optional<byte[]> der(byte[] joined) {
        if (joined.length != 2 * P256.BYTES) {
            return Optional.empty();
        }
        BigInteger r = new BigInteger(1, joined, 0, P256.BYTES);
        BigInteger s = new BigInteger(1, joined, P256.BYTES, P256.BYTES);
        if (!inRange(r) || !inRange(s)) {
            return Optional.empty();
        }
        try {
            return Optional.of(StandardDSAEncoding.INSTANCE.encode(P256.ORDER, r, s));
        } catch (IOException e) {
            throw new IllegalStateException("nothing is written but memory", e);
        }
    }

    /**
     * {@code r || s} of what a provider made.
     *
     * @throws IllegalStateException if that is no signature
     */
    static byte[] joined(byte[] der) {
        try {
            BigInteger[] halves = StandardDSAEncoding.INSTANCE.decode(P256.ORDER, der);
            return PlainDSAEncoding.INSTANCE.encode(P256.ORDER, halves[0], halves[1]);
        } catch (IOException e) {
            throw new IllegalStateException("a provider made a signature that is none", e);
        }
    }

    private static boolean inRange(BigInteger half) {
        return half.signum() > 0 && half.compareTo(P256.ORDER) < 0;
    }
}
