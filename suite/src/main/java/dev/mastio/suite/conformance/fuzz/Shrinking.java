package dev.mastio.suite.conformance.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.suite.conformance.pair.Trees;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Leaves out of a finding what is not needed to show it: whole steps first, then parts of their bodies. */
final class Shrinking {

    private static final int ATTEMPTS = 150;

    private final Player player;
    private Finding shortest;
    private int left = ATTEMPTS;

    private Shrinking(Player player, Finding found) {
        this.player = player;
        shortest = found;
    }

    static Finding of(Finding found, Player player) throws IOException, InterruptedException {
        Shrinking shrinking = new Shrinking(player, found);
        while (shrinking.dropAStep() || shrinking.dropAPart()) if (shrinking.left <= 0) break;
        return shrinking.shortest;
    }

    private boolean dropAStep() throws IOException, InterruptedException {
        for (int i = 0; i < shortest.steps().size() - 1; i++) {
            List<Step> fewer = new ArrayList<>(shortest.steps());
            fewer.remove(i);
            if (isStillFound(fewer)) return true;
        }
        return false;
    }

    private boolean dropAPart() throws IOException, InterruptedException {
        for (int i = 0; i < shortest.steps().size(); i++) {
            Step step = shortest.steps().get(i);
            int parts = parts(step.body());
            for (int part = 0; part < parts; part++) {
                JsonNode smaller = step.body().deepCopy();
                remove(smaller, new int[] {part});
                List<Step> changed = new ArrayList<>(shortest.steps());
                changed.set(i, step.withBody(smaller));
                if (isStillFound(changed)) return true;
            }
        }
        return false;
    }

    private boolean isStillFound(List<Step> steps) throws IOException, InterruptedException {
        if (left-- <= 0) return false;
        Optional<Finding> found = player.play(steps);
        if (found.isEmpty() || !found.get().kind().equals(shortest.kind())) return false;
        shortest = found.get();
        return true;
    }

    private static int parts(JsonNode node) {
        int parts = 0;
        for (JsonNode child : node) parts += 1 + parts(child);
        return parts;
    }

    /** Removes the part of that number, counted from the outside in, each before its own parts. */
    private static boolean remove(JsonNode node, int[] number) {
        if (node instanceof ObjectNode object) {
            for (String name : Trees.names(object)) {
                if (number[0]-- == 0) return object.remove(name) != null;
                if (remove(object.get(name), number)) return true;
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (number[0]-- == 0) return array.remove(i) != null;
                if (remove(array.get(i), number)) return true;
            }
        }
        return false;
    }
}
