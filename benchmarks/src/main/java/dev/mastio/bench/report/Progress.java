package dev.mastio.bench.report;

import dev.mastio.bench.load.Second;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** Says each second how the run goes: one line that is written over on a terminal, a line each ten seconds elsewhere. */
public final class Progress implements Consumer<Second> {

    private static final int LINES_APART = 10;

    private final PrintStream out;
    private final boolean terminal;
    private final double total;
    private double nextLine = 1;

    public Progress(PrintStream out, boolean terminal, Duration total) {
        this.out = out;
        this.terminal = terminal;
        this.total = total.toMillis() / 1000.0;
    }

    @Override
    public void accept(Second second) {
        String line = String.format(
                Locale.ROOT,
                "%4.0f/%.0f s  %4d users  %,9.0f req/s  p50 %6.1f  p95 %6.1f  p99 %6.1f ms  errors %.2f %%",
                second.at(),
                total,
                second.users(),
                second.rate(),
                second.p50(),
                second.p95(),
                second.p99(),
                100 * second.errorRate());
        if (terminal) {
            out.print("\r" + line + "\033[K");
            if (second.at() >= total) out.println();
        } else if (second.at() >= nextLine) {
            out.println(line);
            nextLine = Math.floor(second.at() / LINES_APART + 1) * LINES_APART;
        }
        out.flush();
    }
}
