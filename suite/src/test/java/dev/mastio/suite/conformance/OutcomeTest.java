package dev.mastio.suite.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.mastio.suite.conformance.pair.Action;
import dev.mastio.suite.conformance.pair.Difference;
import dev.mastio.suite.conformance.pair.Trees;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    private static final Call CALL =
            new Call("s", "does", Action.Request.get("/x"), Map.of(), Optional.empty(), List.of());
    private static final KnownDifferences KNOWN =
            KnownDifferences.of(Trees.yaml("[{what: w, why: y, where: {s/does: [/body/message, /body/list]}}]"));

    private static Difference at(String path) {
        return new Difference(path, IntNode.valueOf(1), IntNode.valueOf(2));
    }

    @Test
    void isTheSameWithoutDifferences() {
        assertThat(Outcome.of(CALL, List.of(), new KnownDifferences(List.of())).isSame())
                .isTrue();
    }

    @Test
    void acceptsWhatIsListedAndWhatIsBelowIt() {
        Outcome outcome = Outcome.of(CALL, List.of(at("/body/message"), at("/body/list/0/x")), KNOWN);

        assertThat(outcome.isAsExpected()).isTrue();
        assertThat(outcome.isSame()).isFalse();
        assertThat(outcome.known()).hasSize(1);
    }

    @Test
    void doesNotAcceptWhatOnlyBeginsAlike() {
        Outcome outcome = Outcome.of(CALL, List.of(at("/body/message"), at("/body/list"), at("/body/listing")), KNOWN);

        assertThat(outcome.unknown()).extracting(Difference::path).containsExactly("/body/listing");
        assertThat(outcome.isAsExpected()).isFalse();
    }

    @Test
    void missesADifferenceThatIsListedAndGone() {
        Outcome outcome = Outcome.of(CALL, List.of(at("/body/message")), KNOWN);

        assertThat(outcome.gone()).containsExactly("/body/list");
        assertThat(outcome.isAsExpected()).isFalse();
    }

    @Test
    void acceptsAnotherAnswerOnlyWithTheCodesThatAreListed() {
        KnownDifferences refused =
                KnownDifferences.of(Trees.yaml("[{what: w, why: y, where: {s/does: {codes: [201, 422]}}}]"));
        Difference listed = new Difference("/code", IntNode.valueOf(201), IntNode.valueOf(422));
        Difference other = new Difference("/code", IntNode.valueOf(500), IntNode.valueOf(422));

        assertThat(Outcome.of(CALL, List.of(listed, at("/body")), refused).isAsExpected())
                .isTrue();
        assertThat(Outcome.of(CALL, List.of(other, at("/body")), refused).unknown())
                .containsExactly(other);
        assertThat(Outcome.of(CALL, List.of(at("/body")), refused).gone()).containsExactly("201 in place of 422");
    }

    @Test
    void canNotListAWholeReply() {
        assertThatThrownBy(() -> KnownDifferences.of(Trees.yaml("[{what: w, why: y, where: {s/does: [/]}}]")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
