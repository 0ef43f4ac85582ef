package dev.mastio.suite.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.suite.conformance.pair.Difference;
import dev.mastio.suite.conformance.pair.Trees;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final FuzzKind BUILT_IN = new FuzzKind("v1", "ConfigMap", "/cm", false, List.of(), Trees.object());
    private static final FuzzKind CUSTOM = new FuzzKind("x/v1", "X", "/x", true, List.of(), Trees.object());

    private static ObjectNode reply(String yaml) {
        return (ObjectNode) Trees.yaml(yaml);
    }

    private static ObjectNode refusal(int code, String message, String field) {
        return reply("{code: %d, body: {reason: Invalid, message: %s, details: {causes: [{field: '%s'}]}}}"
                .formatted(code, message, field));
    }

    @Test
    void refusalsOfBuiltInKindsAreAlikeInCodeReasonAndFields() {
        ObjectNode told = refusal(422, "one", "spec.ports");

        assertThat(Comparison.of(BUILT_IN, told, refusal(422, "two", "spec.ports[1].name")))
                .isEmpty();
        assertThat(Comparison.of(BUILT_IN, told, refusal(422, "one", "metadata.name")))
                .isNotEmpty();
        assertThat(Comparison.of(BUILT_IN, told, refusal(400, "one", "spec.ports")))
                .isNotEmpty();
    }

    @Test
    void refusalsOfCustomKindsAreAlikeInEveryWord() {
        assertThat(Comparison.of(CUSTOM, refusal(422, "one", "spec"), refusal(422, "two", "spec")))
                .extracting(Difference::path)
                .containsExactly("/body/message");
    }

    @Test
    void onlyTheWarningsThatTellOfTheEmbeddedClusterAreLeftOut() {
        ObjectNode warned = reply("{code: 200, warnings: [nothing in the embedded cluster acts upon it, other]}");

        assertThat(Comparison.of(BUILT_IN, warned, reply("{code: 200, warnings: [other]}")))
                .isEmpty();
        assertThat(Comparison.of(BUILT_IN, warned, reply("{code: 200}"))).isNotEmpty();
    }
}
