package dev.mastio.operator.autoscale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.Autoscaling.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpecReplicasTest {

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"Advisory", "Off"})
    void leavingAutoKeepsThePresentNumber(Mode mode) {
        assertThat(SpecReplicas.toWrite(Mode.Auto, mode, 1, 6)).hasValue(6);
    }

    @Test
    void isWrittenOnce() {
        assertThat(SpecReplicas.toWrite(Mode.Auto, Mode.Off, 6, 6)).isEmpty();
        assertThat(SpecReplicas.toWrite(Mode.Off, Mode.Off, 1, 6)).isEmpty();
    }

    @Test
    void otherChangesOfModeLeaveTheSpecAlone() {
        assertThat(SpecReplicas.toWrite(Mode.Off, Mode.Auto, 1, 6)).isEmpty();
        assertThat(SpecReplicas.toWrite(Mode.Off, Mode.Advisory, 1, 6)).isEmpty();
        assertThat(SpecReplicas.toWrite(null, Mode.Off, 1, 6)).isEmpty();
        assertThat(SpecReplicas.toWrite(Mode.Auto, Mode.Auto, 1, 6)).isEmpty();
    }

    @Test
    void autoRecordsWhatItFound() {
        assertThat(SpecReplicas.toRecord(Mode.Auto, 3, null)).isEqualTo(3);
        assertThat(SpecReplicas.toRecord(Mode.Auto, 9, 3)).isEqualTo(3);
        assertThat(SpecReplicas.toRecord(Mode.Off, 9, 3)).isNull();
    }

    @Test
    void onlyAChangeInAutoIsIgnored() {
        assertThat(SpecReplicas.ignored(Given.replicas(1).specReplicas(9).spec(), 3))
                .isTrue();
        assertThat(SpecReplicas.ignored(Given.replicas(1).specReplicas(3).spec(), 3))
                .isFalse();
        assertThat(SpecReplicas.ignored(Given.replicas(1).specReplicas(9).spec(), null))
                .isFalse();
        assertThat(SpecReplicas.ignored(
                        Given.replicas(1).mode(Mode.Off).specReplicas(9).spec(), 3))
                .isFalse();
    }
}
