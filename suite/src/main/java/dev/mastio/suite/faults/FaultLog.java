package dev.mastio.suite.faults;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What was tried and what came of it: told line by line, and summed up at the end. */
final class FaultLog {

    static final String HEAD =
            "%4s  %-16s %-26s %-40s %8s  %s".formatted("", "fault", "during", "moment", "healed", "invariants");

    private final PrintStream out;
    private final List<Entry> entries = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    FaultLog(PrintStream out) {
        this.out = out;
    }

    /** A remark between entries. */
    void say(String text) {
        lines.add(text);
        out.println(text);
    }

    /** @param why asked for what the operator said, where something is broken */
    void add(Entry entry, Supplier<List<String>> why) {
        entries.add(entry);
        say(entry.line(entries.size()));
        if (!entry.held()) why.get().forEach(this::quote);
    }

    /** A line of somebody else's log. */
    void quote(String line) {
        say("      | " + line);
    }

    boolean allHeld() {
        return !entries.isEmpty() && entries.stream().allMatch(Entry::held);
    }

    /** One line for each kind of fault. */
    List<String> summary() {
        Map<String, List<Entry>> kinds = new TreeMap<>();
        entries.forEach(entry ->
                kinds.computeIfAbsent(entry.fault(), _ -> new ArrayList<>()).add(entry));
        List<String> summary = new ArrayList<>();
        summary.add("%-16s %6s %6s %8s %8s".formatted("fault", "tried", "broken", "median", "longest"));
        kinds.forEach((fault, tried) -> summary.add(sum(fault, tried)));
        return summary;
    }

    /** The whole log in a file. */
    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, lines);
    }

    private static String sum(String fault, List<Entry> tried) {
        List<Duration> healed = tried.stream()
                .map(Entry::healed)
                .flatMap(Optional::stream)
                .sorted()
                .toList();
        return "%-16s %6d %6d %8s %8s"
                .formatted(
                        fault,
                        tried.size(),
                        tried.stream().filter(entry -> !entry.held()).count(),
                        healed.isEmpty() ? "" : seconds(healed.get(healed.size() / 2)),
                        healed.isEmpty() ? "" : seconds(healed.getLast()));
    }

    private static String seconds(Duration duration) {
        return "%.1f s".formatted(duration.toMillis() / 1000.0);
    }
}
