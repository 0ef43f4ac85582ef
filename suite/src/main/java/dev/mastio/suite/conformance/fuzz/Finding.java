package dev.mastio.suite.conformance.fuzz;

import dev.mastio.suite.conformance.pair.Difference;
import java.util.List;
import java.util.stream.Collectors;

/** Steps after the last of which the servers differ. */
record Finding(List<Step> steps, List<Difference> differences) {

    /** The same for all findings that probably have the same cause. */
    String kind() {
        Difference first = differences.getFirst();
        return steps.getLast().kind().kind() + " " + steps.getLast().verb() + " "
                + first.path().replaceAll("\\d+", "#");
    }

    @Override
    public String toString() {
        return steps.stream().map(step -> "  " + step + "\n").collect(Collectors.joining())
                + differences.stream()
                        .map(difference -> "  " + difference + "\n")
                        .collect(Collectors.joining());
    }
}
