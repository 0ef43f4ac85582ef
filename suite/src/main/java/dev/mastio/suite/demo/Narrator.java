package dev.mastio.suite.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Tells the demo on a terminal: numbered steps with their time, lines below them, and a table of results at the end. */
final class Narrator {

    private final PrintStream out;
    private final Instant start = Instant.now();
    private final List<String> results = new ArrayList<>();
    private int step;

    Narrator(PrintStream out) {
        this.out = out;
    }

    void step(String title) {
        step++;
        out.printf("%n[%5.1f s] %d. %s%n", seconds(), step, title);
    }

    void line(String text) {
        out.println("    " + text);
    }

    void result(String what, String figure) {
        results.add("%-46s %s".formatted(what, figure));
    }

    void verdict(boolean passed, String text) {
        out.printf("%n%s%n", "═".repeat(78));
        results.forEach(result -> out.println("  " + result));
        out.printf("%n  %s: %s (%.0f s)%n%s%n", passed ? "PASSED" : "FAILED", text, seconds(), "═".repeat(78));
    }

    double seconds() {
        return Duration.between(start, Instant.now()).toMillis() / 1000.0;
    }
}
