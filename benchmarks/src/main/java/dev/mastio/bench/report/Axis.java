package dev.mastio.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A scale from zero to the top, with ticks at round numbers. */
record Axis(double max, double step) {

    private static final int TICKS = 5;

    static Axis upTo(double highest) {
        if (!(highest > 0)) return new Axis(1, 0.5);
        double rough = highest / TICKS;
        double magnitude = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = magnitude * roundUp(rough / magnitude);
        return new Axis(step * Math.ceil(highest / step), step);
    }

    /** For time: the line fills the width. */
    static Axis endingAt(double highest) {
        Axis round = upTo(highest);
        return new Axis(highest > 0 ? highest : round.max(), round.step());
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i * step <= max * 1.0001; i++) ticks.add(i * step);
        return ticks;
    }

    String label(double tick) {
        if (step >= 1) return String.format(Locale.ROOT, "%,.0f", tick);
        return String.format(Locale.ROOT, "%." + (int) Math.ceil(-Math.log10(step)) + "f", tick);
    }

    private static double roundUp(double factor) {
        for (double round : new double[] {1, 2, 2.5, 5}) if (factor <= round) return round;
        return 10;
    }
}
