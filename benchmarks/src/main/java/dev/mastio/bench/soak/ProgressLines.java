package dev.mastio.bench.soak;

import dev.mastio.bench.load.Second;
import java.util.Locale;
import java.util.function.Consumer;

/** A line about the load each minute, and one in the tenth second so that a reader sees that it goes. */
final class ProgressLines implements Consumer<Second> {

    private static final int FIRST = 10;
    private static final int APART = 60;

    private final String phase;
    private final Consumer<String> lines;
    private double next = FIRST;

    ProgressLines(String phase, Consumer<String> lines) {
        this.phase = phase;
        this.lines = lines;
    }

    @Override
    public void accept(Second second) {
        if (second.at() < next) return;
        next = Math.floor(second.at() / APART + 1) * APART;
        lines.accept(String.format(
                Locale.ROOT,
                "%s: %.0f s, %,.0f requests/s, p95 %.1f ms, p99 %.1f ms, errors %.2f %%",
                phase,
                second.at(),
                second.rate(),
                second.p95(),
                second.p99(),
                second.errorRate() * 100));
    }
}
