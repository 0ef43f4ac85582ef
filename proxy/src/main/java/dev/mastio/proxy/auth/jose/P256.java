package dev.mastio.proxy.auth.jose;

import dev.mastio.proxy.crypto.SignatureEngine;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** The curve P-256 and its public keys. */
final class P256 {

    /** Bytes of a coordinate, and of each half of a signature. */
    static final int BYTES = 32;

    /** How many points there are. */
    static final BigInteger ORDER = number("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

    private static final BigInteger PRIME = number("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
    private static final BigInteger B = number("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b");
    private static final BigInteger THREE = BigInteger.valueOf(3);
    /** The SubjectPublicKeyInfo of every uncompressed point of this curve begins so. */
    private static final byte[] KEY_PREFIX =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

    private P256() {}

    static boolean isCurveOf(ECPublicKey key) {
        return key.getParams().getOrder().equals(ORDER)
                && key.getParams().getCurve().getB().equals(B);
    }

    /**
     * The key with those coordinates of {@link #BYTES} each.
     *
     * @throws GeneralSecurityException if they are no point of the curve; not every provider looks
     */
    static PublicKey key(byte[] x, byte[] y) throws GeneralSecurityException {
        if (!holds(new BigInteger(1, x), new BigInteger(1, y))) {
            throw new InvalidKeyException("not a point of P-256");
        }
        byte[] encoded = Arrays.copyOf(KEY_PREFIX, KEY_PREFIX.length + 2 * BYTES);
        System.arraycopy(x, 0, encoded, KEY_PREFIX.length, BYTES);
        System.arraycopy(y, 0, encoded, KEY_PREFIX.length + BYTES, BYTES);
        return SignatureEngine.current().ecKeys().generatePublic(new X509EncodedKeySpec(encoded));
    }

    /** Whether y² = x³ - 3x + b. */
    private static boolean holds(BigInteger x, BigInteger y) {
        BigInteger right = x.multiply(x).subtract(THREE).multiply(x).add(B);
        return x.compareTo(PRIME) < 0
                && y.compareTo(PRIME) < 0
                && y.multiply(y).subtract(right).mod(PRIME).signum() == 0;
    }

    private static BigInteger number(String hex) {
        return new BigInteger(hex, 16);
    }
}
