package dev.mastio.local.api.schema;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts such as {@code 500m} and {@code 2Gi}, and the one form in which a server keeps each. */
public final class Quantities {
    private static final Pattern FORM =
            Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+))(?:([eE])([+-]?\\d+)|([KMGTPE]i)|([numkMGTPE]))?");
    private static final Pattern EXPONENT = Pattern.compile(".*[eE][-+]?\\d+");
    private static final List<String> DECIMAL = List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
    private static final int UNIT = DECIMAL.indexOf("");
    private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
    private static final BigDecimal KIBI = BigDecimal.valueOf(1024);

    private Quantities() {}

    public static Optional<BigDecimal> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) return Optional.empty();
        BigDecimal number = new BigDecimal(form.group(1));
        if (form.group(3) != null) return Optional.of(number.scaleByPowerOfTen(Integer.parseInt(form.group(3))));
        if (form.group(4) != null) return Optional.of(number.multiply(KIBI.pow(BINARY.indexOf(form.group(4)))));
        if (form.group(5) != null)
            return Optional.of(number.scaleByPowerOfTen(3 * (DECIMAL.indexOf(form.group(5)) - UNIT)));
        return Optional.of(number);
    }

    /** Without fraction, and with the largest suffix that allows that: {@code 0.5} is {@code 500m}, {@code 2048Mi} is {@code 2Gi}. */
    public static Optional<String> canonical(String text) {
        return parse(text).map(value -> {
            // No more than three decimals are kept of resources, the only quantities here.
            BigDecimal kept = value.setScale(Math.min(Math.max(value.scale(), 0), 3), RoundingMode.UP);
            if (EXPONENT.matcher(text).matches()) return exponential(kept);
            boolean binary = text.endsWith("i") && kept.abs().compareTo(KIBI) >= 0;
            return binary ? binary(kept.setScale(0, RoundingMode.UP)) : decimal(kept);
        });
    }

    private static String exponential(BigDecimal value) {
        if (value.signum() == 0) return "0";
        BigDecimal left = value;
        int exponent = 0;
        while (left.remainder(THOUSAND).signum() == 0) {
            left = left.divide(THOUSAND);
            exponent += 3;
        }
        return left.stripTrailingZeros().toPlainString() + (exponent == 0 ? "" : "e" + exponent);
    }

    private static String binary(BigDecimal value) {
        int suffix = 0;
        BigDecimal left = value;
        while (suffix < BINARY.size() - 1 && left.remainder(KIBI).signum() == 0) {
            left = left.divide(KIBI);
            suffix++;
        }
        return left.toBigIntegerExact() + BINARY.get(suffix);
    }

    private static String decimal(BigDecimal value) {
        if (value.signum() == 0) return "0";
        BigDecimal left = value.scaleByPowerOfTen(9).setScale(0, RoundingMode.UP);
        int suffix = 0;
        while (suffix < DECIMAL.size() - 1 && left.remainder(THOUSAND).signum() == 0) {
            left = left.divide(THOUSAND);
            suffix++;
        }
        return left.toBigIntegerExact() + DECIMAL.get(suffix);
    }
}
