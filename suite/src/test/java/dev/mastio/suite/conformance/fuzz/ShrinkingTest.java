package dev.mastio.suite.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.mastio.suite.conformance.pair.Difference;
import dev.mastio.suite.conformance.pair.Trees;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShrinkingTest {

    private static final FuzzKind KIND = new FuzzKind("v1", "ConfigMap", "/cm", false, List.of(), Trees.object());

    private static Step step(Step.Verb verb, String body) {
        return new Step(KIND, verb, "", "a", "", Trees.yaml(body));
    }

    /** Servers that differ at a deletion when something with a field x was made before. */
    private static Optional<Finding> play(List<Step> steps) {
        boolean made = false;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            made |= step.body().path("data").has("x");
            if (made && step.verb() == Step.Verb.DELETE)
                return Optional.of(new Finding(
                        steps.subList(0, i + 1),
                        List.of(new Difference("/code", IntNode.valueOf(200), IntNode.valueOf(404)))));
        }
        return Optional.empty();
    }

    @Test
    void leavesOnlyWhatIsNeededToShowTheDifference() throws Exception {
        List<Step> steps = List.of(
                step(Step.Verb.CREATE, "{data: {y: '1'}}"),
                step(Step.Verb.MERGE, "{data: {w: {v: 1}, x: [2, 3]}, metadata: {labels: {a: b}}}"),
                step(Step.Verb.GET, "''"),
                step(Step.Verb.DELETE, "''"));

        Finding shortest = Shrinking.of(play(steps).orElseThrow(), ShrinkingTest::play);

        assertThat(shortest.steps())
                .containsExactly(step(Step.Verb.MERGE, "{data: {x: []}}"), step(Step.Verb.DELETE, "''"));
    }
}
