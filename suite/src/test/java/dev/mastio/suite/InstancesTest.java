package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.MastioInstanceStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class InstancesTest {

    private final MastioInstanceStatus status = Serialization.unmarshal("""
            soak:
              active: now
              lastVerdict: Passed
              runs:
              - {name: before, verdict: Passed, reason: Passed, message: all well}
            """, MastioInstanceStatus.class);

    @Test
    void theVerdictOfAnEarlierRunIsNotThatOfTheActiveOne() {
        assertThat(Instances.finishedRun(status, "now")).isEmpty();
    }

    @Test
    void aRunThatHasEndedHasItsVerdict() {
        assertThat(Instances.finishedRun(status, "before"))
                .hasValueSatisfying(run -> assertThat(run.message()).isEqualTo("all well"));
    }
}
