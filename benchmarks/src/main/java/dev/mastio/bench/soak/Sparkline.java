package dev.mastio.bench.soak;

import java.util.Arrays;
import java.util.Locale;

/** A curve as one line of text. */
final class Sparkline {

    private static final String LEVELS = "▁▂▃▄▅▆▇█";
    private static final int WIDTH = 60;

    private Sparkline() {}

    /** From zero to the greatest value, so that a curve that hardly moves looks like it; each column shows the greatest of its values. */
    static String of(double[] values) {
        double most = Arrays.stream(values).max().orElse(0);
        int width = Math.min(WIDTH, values.length);
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < width; column++) {
            int from = column * values.length / width;
            int to = (column + 1) * values.length / width;
            double peak = Arrays.stream(values, from, to).max().orElse(0);
            int level = most <= 0 ? 0 : (int) Math.ceil(peak / most * LEVELS.length()) - 1;
            line.append(LEVELS.charAt(Math.clamp(level, 0, LEVELS.length() - 1)));
        }
        double least = Arrays.stream(values).min().orElse(0);
        return line + String.format(Locale.ROOT, "  %,.1f to %,.1f", least, most);
    }
}
