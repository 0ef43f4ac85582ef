package dev.mastio.suite.conformance;

import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What came of a run, for the one who started it. */
record Summary(List<Outcome> outcomes, KnownDifferences known) {

    boolean isAsExpected() {
        return outcomes.stream().allMatch(Outcome::isAsExpected);
    }

    /** Calls that the list of known differences names and nobody has made. */
    List<String> unknownCalls() {
        Set<String> made = outcomes.stream().map(outcome -> outcome.call().id()).collect(Collectors.toSet());
        return known.entries().stream()
                .flatMap(entry -> entry.places().keySet().stream())
                .filter(call -> !made.contains(call))
                .distinct()
                .toList();
    }

    void tell(PrintStream out) {
        for (Outcome outcome : outcomes) {
            out.printf("%-90s %s%n", outcome.call().id(), verdict(outcome));
            outcome.unknown().forEach(difference -> out.println("  " + difference));
            outcome.gone().forEach(place -> out.println("  a known difference is gone: " + place));
        }
        long same = outcomes.stream().filter(Outcome::isSame).count();
        long failed =
                outcomes.stream().filter(outcome -> !outcome.isAsExpected()).count();
        out.printf(
                "%d calls: %d the same, %d differ for a known reason, %d DIFFER%n",
                outcomes.size(), same, outcomes.size() - same - failed, failed);
    }

    private static String verdict(Outcome outcome) {
        if (!outcome.isAsExpected()) return "DIFFERS";
        return outcome.isSame()
                ? "same"
                : "differs: "
                        + outcome.known().stream()
                                .map(KnownDifferences.Entry::what)
                                .collect(Collectors.joining(" "));
    }
}
