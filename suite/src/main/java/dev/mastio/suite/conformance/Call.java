package dev.mastio.suite.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.suite.conformance.pair.Action;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One call of a scenario.
 *
 * @param keeps what later calls need of the reply: name of a variable to JSON pointer into the reply
 * @param until repeat the call until the reply is so, for what takes the server some time
 * @param without what is left out of the comparison, as pointers into the reply
 */
record Call(
        String scenario,
        String name,
        Action action,
        Map<String, String> keeps,
        Optional<Condition> until,
        List<String> without) {

    /** Of a reply: what is found at a JSON pointer, as text; empty for absent. */
    record Condition(String pointer, String text) {

        boolean holds(JsonNode reply) {
            return reply.at(pointer).asText("").equals(text);
        }
    }

    /** Whether nothing but the code, or the exit code, of the reply is compared. */
    boolean isOfCodeOnly() {
        return without.contains("/body") || without.contains("/out");
    }

    /** How {@code known.yaml} names it. */
    String id() {
        return scenario + "/" + name;
    }
}
