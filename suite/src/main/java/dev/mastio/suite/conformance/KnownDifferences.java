package dev.mastio.suite.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.suite.conformance.pair.Difference;
import dev.mastio.suite.conformance.pair.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The differences that are accepted, each with its reason and with the replies that show it: {@code suite/conformance/known.yaml}. */
record KnownDifferences(List<Entry> entries) {

    /**
     * One way in which the servers differ.
     *
     * @param what how the embedded one differs
     * @param why this is left so
     * @param places id of a call to where its replies may differ by this
     */
    record Entry(String what, String why, Map<String, List<Place>> places) {

        boolean covers(String call, Difference difference) {
            return places.getOrDefault(call, List.of()).stream().anyMatch(place -> place.covers(difference));
        }
    }

    static KnownDifferences read(Path file) throws IOException {
        return of(Trees.yaml(file));
    }

    static KnownDifferences of(JsonNode file) {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode entry : file) {
            Map<String, List<Place>> places = new LinkedHashMap<>();
            entry.path("where").properties().forEach(field -> places.put(field.getKey(), Place.of(field.getValue())));
            entries.add(new Entry(entry.path("what").asText(), entry.path("why").asText(), places));
        }
        return new KnownDifferences(entries);
    }

    Optional<Entry> covering(String call, Difference difference) {
        return entries.stream().filter(entry -> entry.covers(call, difference)).findFirst();
    }

    /** The entries that one call's replies are expected to show. */
    List<Entry> of(String call) {
        return entries.stream()
                .filter(entry -> entry.places().containsKey(call))
                .toList();
    }
}
