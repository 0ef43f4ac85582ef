package dev.mastio.suite.conformance.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.suite.conformance.pair.Difference;
import dev.mastio.suite.conformance.pair.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Differences that random calls are known to run into: {@code suite/conformance/known-by-fuzz.yaml}, with reasons. */
public record Tolerated(List<Entry> entries) {

    /**
     * One way in which the servers differ.
     *
     * @param what how the embedded one differs
     * @param why this is left so
     * @param step pattern for a step as it is printed; this and the other patterns must all be found
     */
    public record Entry(String what, String why, Pattern step, Pattern path, Pattern embedded, Pattern real) {

        boolean covers(Step by, Difference difference) {
            return step.matcher(by.toString()).find()
                    && path.matcher(difference.path()).find()
                    && embedded.matcher(difference.embedded().toString()).find()
                    && real.matcher(difference.real().toString()).find();
        }
    }

    public static Tolerated read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode entry : Trees.yaml(file))
            entries.add(new Entry(
                    entry.path("what").asText(),
                    entry.path("why").asText(),
                    pattern(entry, "step"),
                    pattern(entry, "path"),
                    pattern(entry, "embedded"),
                    pattern(entry, "real")));
        return new Tolerated(entries);
    }

    private static Pattern pattern(JsonNode entry, String field) {
        return Pattern.compile(entry.path(field).asText(""));
    }

    Optional<Entry> covering(Step by, Difference difference) {
        return entries.stream().filter(entry -> entry.covers(by, difference)).findFirst();
    }
}
