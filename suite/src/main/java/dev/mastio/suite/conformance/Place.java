package dev.mastio.suite.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.suite.conformance.pair.Difference;
import dev.mastio.suite.conformance.pair.Trees;
import java.util.List;

/** Where the two replies to a call are known to differ. */
sealed interface Place {

    boolean covers(Difference difference);

    /** Whether the difference that is expected here is among them. */
    boolean isShownBy(List<Difference> differences);

    /** A list of JSON pointers, or {@code {codes: [embedded, real]}}. */
    static List<Place> of(JsonNode listed) {
        JsonNode codes = listed.path("codes");
        if (codes.size() == 2)
            return List.of(new OtherAnswer(codes.get(0).asInt(), codes.get(1).asInt()));
        if (listed.isEmpty() || !listed.isArray()) throw new IllegalArgumentException("lists no place: " + listed);
        return Trees.texts(listed).stream().<Place>map(Within::new).toList();
    }

    /** A part of a reply with all that is below it. */
    record Within(String pointer) implements Place {
        public Within {
            if (!pointer.matches("(/[^/]+)+")) throw new IllegalArgumentException("no part of a reply: " + pointer);
        }

        @Override
        public boolean covers(Difference difference) {
            return difference.isIn(pointer);
        }

        @Override
        public boolean isShownBy(List<Difference> differences) {
            return differences.stream().anyMatch(this::covers);
        }

        @Override
        public String toString() {
            return pointer;
        }
    }

    /** One takes what the other refuses, or refuses it as something else, so that nothing in their replies is alike; the codes are these two. */
    record OtherAnswer(int embedded, int real) implements Place {

        @Override
        public boolean covers(Difference difference) {
            return !difference.path().equals("/code") || isThis(difference);
        }

        @Override
        public boolean isShownBy(List<Difference> differences) {
            return differences.stream().anyMatch(this::isThis);
        }

        private boolean isThis(Difference difference) {
            return difference.path().equals("/code")
                    && difference.embedded().asInt() == embedded
                    && difference.real().asInt() == real;
        }

        @Override
        public String toString() {
            return "%d in place of %d".formatted(embedded, real);
        }
    }
}
