package dev.mastio.suite.conformance.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.suite.conformance.pair.Difference;
import dev.mastio.suite.conformance.pair.Server;
import dev.mastio.suite.conformance.pair.Trees;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Plays sequences on both servers, each with objects of its own, up to the first reply that differs. */
final class Play implements Player {

    private static final List<String> COLLECTED = List.of("orphan", "foregroundDeletion");
    private static final Pattern SAID = Pattern.compile("^/(warnings|fields|body/(message|details))");

    private final Server embedded;
    private final Server real;
    private final Tolerated tolerated;
    private final Set<Tolerated.Entry> met = new HashSet<>();
    private int played;
    private int calls;

    Play(Server embedded, Server real, Tolerated tolerated) {
        this.embedded = embedded;
        this.real = real;
        this.tolerated = tolerated;
    }

    /** The listed differences that it has run into. */
    Set<Tolerated.Entry> met() {
        return met;
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
            ObjectNode embeddedReply = step.at(embedded, prefix);
            ObjectNode realReply = step.at(real, prefix);
            List<Difference> differences = Comparison.of(step.kind(), embeddedReply, realReply);
            List<Difference> unknown = differences.stream()
                    .filter(difference -> !isTolerated(step, difference))
                    .toList();
            if (!unknown.isEmpty()) return Optional.of(new Finding(steps.subList(0, i + 1), unknown));
            if (differences.stream().anyMatch(Play::lasts) || waits(embeddedReply) || waits(realReply))
                return Optional.empty();
        }
        return Optional.empty();
    }

    private boolean isTolerated(Step step, Difference difference) {
        Optional<Tolerated.Entry> entry = tolerated.covering(step, difference);
        entry.ifPresent(met::add);
        return entry.isPresent();
    }

    /** Whether what differs by now goes on to differ: not if it is only what is said of a change, or of why there is none. */
    private static boolean lasts(Difference difference) {
        return !SAID.matcher(difference.path()).find();
    }

    /** Whether an object waits for a collector, which only the embedded server has here. */
    private static boolean waits(JsonNode reply) {
        return Trees.texts(reply.at("/body/metadata/finalizers")).stream().anyMatch(COLLECTED::contains);
    }
}
