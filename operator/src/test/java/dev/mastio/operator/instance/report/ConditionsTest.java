package dev.mastio.operator.instance.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.5Z");
    private static final Instant LATER = NOON.plusSeconds(60);

    @Test
    void theTimeOfATransitionStaysAsLongAsTheStatusDoes() {
        List<Condition> before =
                Conditions.merge(List.of(), List.of(Reason.RolloutUnfinished.because("1 of 2")), 1, NOON);

        List<Condition> after =
                Conditions.merge(before, List.of(Reason.DeploymentUnavailable.because("0 of 2")), 2, LATER);

        assertThat(after).singleElement().satisfies(ready -> {
            assertThat(ready.getReason()).isEqualTo("DeploymentUnavailable");
            assertThat(ready.getLastTransitionTime()).isEqualTo("2026-01-01T12:00:00Z");
            assertThat(ready.getObservedGeneration()).isEqualTo(2);
        });
    }

    @Test
    void aChangedStatusIsATransition() {
        List<Condition> before =
                Conditions.merge(List.of(), List.of(Reason.RolloutUnfinished.because("1 of 2")), 1, NOON);

        List<Condition> after = Conditions.merge(before, List.of(Reason.Available.because("2 of 2")), 1, LATER);

        assertThat(after.getFirst().getLastTransitionTime()).isEqualTo("2026-01-01T12:01:00Z");
    }

    @Test
    void sayingTheSameAgainChangesNothing() {
        List<Claim> claims = List.of(Reason.Available.because("2 of 2"), Reason.Valid.because("fine"));
        List<Condition> before = Conditions.merge(List.of(), claims, 1, NOON);

        assertThat(Conditions.merge(before, claims.reversed(), 1, LATER)).isEqualTo(before);
    }

    @Test
    void whatNobodyClaimsGoes() {
        List<Condition> before =
                Conditions.merge(List.of(), List.of(Reason.PausedByAnnotation.because("paused")), 1, NOON);

        assertThat(Conditions.merge(before, List.of(Reason.Valid.because("fine")), 1, LATER))
                .extracting(Condition::getType)
                .containsExactly("SpecValid");
    }

    @Test
    void readyComesFirstAndWhatAnOlderOperatorKnewLast() {
        Condition unknown = new Condition("2026-01-01T12:00:00Z", "", 1L, "Old", "True", "Unheard");
        List<Condition> mixed = new ArrayList<>(List.of(unknown));
        mixed.addAll(Conditions.merge(
                List.of(), List.of(Reason.Valid.because("fine"), Reason.Available.because("2 of 2")), 1, NOON));

        assertThat(Conditions.inOrder(mixed))
                .extracting(Condition::getType)
                .containsExactly("Ready", "SpecValid", "Unheard");
    }

    @Test
    void aMessageHasAnEnd() {
        assertThat(Reason.InvalidSpec.because("x".repeat(5000)).message())
                .hasSize(1024)
                .endsWith("…");
    }
}
