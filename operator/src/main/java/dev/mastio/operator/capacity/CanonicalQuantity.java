package dev.mastio.operator.capacity;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Quantities in the one spelling that the API server stores. Any other spelling of the same number would look like a
 * foreign change at every reconcile of a Job, a CronJob or a volume.
 */
public final class CanonicalQuantity {

    private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
    private static final BigDecimal BEYOND = new BigDecimal(BigInteger.TWO.pow(63));
    private static final String[] BINARY = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
    private static final String[] DECIMAL = {"n", "u", "m", "", "k", "M", "G", "T", "P", "E"};

    /** Decimal digits of the smallest unit, nano; the API server rounds up to it. */
    private static final int SMALLEST = 9;

    /** Whether the number is beyond what the API server stores. Spelling out such a one as 1e999999999 would take all memory. */
    public static boolean tooLarge(BigDecimal number) {
        return number.compareTo(BEYOND) >= 0;
    }

    /** The same number, spelled as the API server spells it. */
    public static Quantity of(Quantity quantity) {
        BigDecimal number = quantity.getNumericalAmount();
        String format = quantity.getFormat();
        boolean binary = format.endsWith("i")
                && number.abs().compareTo(KIBI) >= 0
                && number.stripTrailingZeros().scale() <= 0;
        if (binary) return binary(number.toBigIntegerExact());
        boolean exponent = format.startsWith("e") || (format.startsWith("E") && format.length() > 1);
        return decimal(number, exponent);
    }

    /** A number of cores, given in thousandths. */
    public static Quantity cores(long millis) {
        return decimal(BigDecimal.valueOf(millis, 3), false);
    }

    /** An amount of memory, given in MiB. */
    public static Quantity mebibytes(long mebibytes) {
        return binary(BigInteger.valueOf(mebibytes).shiftLeft(20));
    }

    private static Quantity binary(BigInteger bytes) {
        int unit = 0;
        BigInteger rest = bytes;
        while (rest.signum() != 0 && rest.getLowestSetBit() >= 10 && unit < BINARY.length - 1) {
            rest = rest.shiftRight(10);
            unit++;
        }
        return new Quantity(rest.toString(), BINARY[unit]);
    }

    private static Quantity decimal(BigDecimal number, boolean exponent) {
        if (number.signum() == 0) return new Quantity("0", "");
        BigInteger rest = number.setScale(SMALLEST, RoundingMode.UP)
                .movePointRight(SMALLEST)
                .toBigIntegerExact();
        BigInteger thousand = BigInteger.valueOf(1000);
        int unit = 0;
        while (rest.mod(thousand).signum() == 0 && unit < DECIMAL.length - 1) {
            rest = rest.divide(thousand);
            unit++;
        }
        int power = 3 * unit - SMALLEST;
        String suffix = !exponent ? DECIMAL[unit] : power == 0 ? "" : "e" + power;
        return new Quantity(rest.toString(), suffix);
    }

    private CanonicalQuantity() {}
}
