package dev.mastio.suite.conformance.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.suite.conformance.pair.Difference;
import dev.mastio.suite.conformance.pair.Normaliser;
import dev.mastio.suite.conformance.pair.Server;
import dev.mastio.suite.conformance.pair.Trees;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Plays sequences on both servers, each with objects of its own, up to the first reply that differs. */
final class Play implements Player {

    private final Server embedded;
    private final Server real;
    private final Tolerated tolerated;
    private int played;
    private int calls;

    Play(Server embedded, Server real, Tolerated tolerated) {
        this.embedded = embedded;
        this.real = real;
        this.tolerated = tolerated;
    }

    int calls() {
        return calls;
    }

    @Override
    public Optional<Finding> play(List<Step> steps) throws IOException, InterruptedException {
        String prefix = "f%d-".formatted(played++);
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            calls++;
            List<Difference> differences = Difference.between(reply(step, embedded, prefix), reply(step, real, prefix));
            List<Difference> unknown = differences.stream()
                    .filter(difference -> !tolerated.covers(step, difference))
                    .toList();
            if (!unknown.isEmpty()) return Optional.of(new Finding(steps.subList(0, i + 1), unknown));
            // What differs by now goes on to differ.
            if (!differences.isEmpty()) return Optional.empty();
        }
        return Optional.empty();
    }

    private static JsonNode reply(Step step, Server server, String prefix) throws IOException, InterruptedException {
        ObjectNode reply = step.at(server, prefix);
        JsonNode comparable = Normaliser.normalise(reply);
        return step.kind().custom() || reply.path("code").asInt() < 300 ? comparable : essence(comparable);
    }

    /** Refusals of built-in kinds are worded by hand in Kubernetes, kind by kind: only what programs read of them is compared. */
    private static ObjectNode essence(JsonNode reply) {
        ObjectNode essence = Trees.object();
        essence.set("code", reply.path("code"));
        essence.set("reason", reply.path("body").path("reason"));
        TreeSet<String> fields = new TreeSet<>();
        reply.at("/body/details/causes")
                .forEach(cause -> fields.add(cause.path("field").asText()));
        ArrayNode list = essence.putArray("fields");
        fields.forEach(list::add);
        return essence;
    }
}
