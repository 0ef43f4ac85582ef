package dev.mastio.operator.autoscale;

/** Numbers for people: two digits, so that what is written does not change with every request. */
public final class Rounded {
    private static final double NOISE = 0.05;

    private Rounded() {}

    /** The rate to two significant digits. */
    public static int rate(double rate) {
        int unit = unit(rate);
        return (int) ((double) Math.round(rate / unit) * unit);
    }

    /** The rate is far enough from the one shown earlier to be shown anew: noise at a rounding edge is not. */
    public static boolean moved(double shown, double rate) {
        return Math.abs(rate - shown) > Math.max(1, NOISE * Math.max(rate, shown)) && rate(rate) != rate(shown);
    }

    private static int unit(double rate) {
        int unit = 1;
        while (rate >= 100.0 * unit && unit < 10_000_000) unit *= 10;
        return unit;
    }
}
