package dev.mastio.proxy.auth.jose;

import java.math.BigInteger;
import java.util.Optional;

/** The two forms of an ES256 signature: JOSE's {@code r || s} and the DER that providers read and write. */
final class EcdsaForm {

    private static final byte SEQUENCE = 0x30;
    private static final byte INTEGER = 0x02;

    private EcdsaForm() {}

    /** In DER; empty unless there are two halves in 1..n-1, which is what keeps a signature of zeros out whatever the provider does. */
    static Optional<byte[]> der(byte[] joined) {
        if (joined.length != 2 * P256.BYTES) {
            return Optional.empty();
        }
        BigInteger r = new BigInteger(1, joined, 0, P256.BYTES);
        BigInteger s = new BigInteger(1, joined, P256.BYTES, P256.BYTES);
        return inRange(r) && inRange(s) ? Optional.of(sequence(r.toByteArray(), s.toByteArray())) : Optional.empty();
    }

    /** {@code r || s} of what a provider made. */
    static byte[] joined(byte[] der) {
        byte[] joined = new byte[2 * P256.BYTES];
        int r = der[3];
        readInteger(der, 4, r, joined, P256.BYTES);
        readInteger(der, 6 + r, der[5 + r], joined, 2 * P256.BYTES);
        return joined;
    }

    private static boolean inRange(BigInteger half) {
        return half.signum() > 0 && half.compareTo(P256.ORDER) < 0;
    }

    private static byte[] sequence(byte[] r, byte[] s) {
        byte[] der = new byte[6 + r.length + s.length];
        der[0] = SEQUENCE;
        der[1] = (byte) (4 + r.length + s.length);
        writeInteger(r, der, 2);
        writeInteger(s, der, 4 + r.length);
        return der;
    }

    private static void writeInteger(byte[] digits, byte[] der, int at) {
        der[at] = INTEGER;
        der[at + 1] = (byte) digits.length;
        System.arraycopy(digits, 0, der, at + 2, digits.length);
    }

    private static void readInteger(byte[] der, int from, int length, byte[] target, int end) {
        int digits = Math.min(length, P256.BYTES);
        System.arraycopy(der, from + length - digits, target, end - digits, digits);
    }
}
