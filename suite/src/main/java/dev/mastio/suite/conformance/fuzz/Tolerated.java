package dev.mastio.suite.conformance.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.suite.conformance.pair.Difference;
import dev.mastio.suite.conformance.pair.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Differences that random calls are known to run into: {@code suite/conformance/known-by-fuzz.yaml}, with reasons. */
record Tolerated(List<Entry> entries) {

    /** Patterns for a step as it is printed, the place, and the two values; all must be found. */
    record Entry(Pattern step, Pattern path, Pattern embedded, Pattern real) {

        boolean covers(Step by, Difference difference) {
            return step.matcher(by.toString()).find()
                    && path.matcher(difference.path()).find()
                    && embedded.matcher(difference.embedded().toString()).find()
                    && real.matcher(difference.real().toString()).find();
        }
    }

    static Tolerated read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode entry : Trees.yaml(file))
            entries.add(new Entry(
                    pattern(entry, "step"),
                    pattern(entry, "path"),
                    pattern(entry, "embedded"),
                    pattern(entry, "real")));
        return new Tolerated(entries);
    }

    private static Pattern pattern(JsonNode entry, String field) {
        return Pattern.compile(entry.path(field).asText(""));
    }

    boolean covers(Step by, Difference difference) {
        return entries.stream().anyMatch(entry -> entry.covers(by, difference));
    }
}
