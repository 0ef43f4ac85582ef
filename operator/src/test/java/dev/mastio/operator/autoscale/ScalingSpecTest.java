package dev.mastio.operator.autoscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mastio.api.Autoscaling;
import dev.mastio.api.Autoscaling.Mode;
import dev.mastio.api.Storage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScalingSpecTest {

    @Test
    void takesTheDefaultsOfTheApi() {
        ScalingSpec spec = ScalingSpec.of(Autoscaling.DEFAULT, Storage.Type.POSTGRES, 1, 1500);

        assertThat(spec)
                .isEqualTo(new ScalingSpec(
                        Mode.Auto,
                        1,
                        5,
                        Storage.Type.POSTGRES,
                        1,
                        1500,
                        0.8,
                        0.6,
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(15),
                        Duration.ofMinutes(1)));
        assertThat(ScalingSpec.of(Autoscaling.DEFAULT, Storage.Type.SQLITE, 1, 1500)
                        .max())
                .isOne();
    }

    @Test
    void scalesExactlyAtTheFloorIfAskedTo() {
        Autoscaling exact = new Autoscaling(Mode.Auto, 1, 9, 100, 60, 10, 300, 15, 60);

        ScalingSpec spec = ScalingSpec.of(exact, Storage.Type.POSTGRES, 1, 1500);

        assertThat(spec.upAbove(2)).isEqualTo(3000);
        assertThat(spec.downBelow(2)).isEqualTo(900);
        assertThat(spec.downBelow(1)).isZero();
    }

    @Test
    void refusesWhatCannotWorkAndSaysWhatToDo() {
        assertThatThrownBy(() -> Given.replicas(1).bounds(5, 4).spec())
                .hasMessage("autoscaling needs 1 <= min <= max, got min 5 and max 4: correct the spec");
        assertThatThrownBy(() -> ScalingSpec.of(Autoscaling.DEFAULT, Storage.Type.SQLITE, 1, 0))
                .hasMessageContaining("correct the hardware class");
        Autoscaling bent = new Autoscaling(Mode.Auto, 1, 9, 60, 60, 10, 300, 15, 60);
        assertThatThrownBy(() -> ScalingSpec.of(bent, Storage.Type.POSTGRES, 1, 1500))
                .hasMessageContaining("must be below upUtilisation");
    }
}
