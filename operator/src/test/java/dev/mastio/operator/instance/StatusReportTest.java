package dev.mastio.operator.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceStatus;
import dev.mastio.operator.instance.report.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusReportTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final MastioInstance instance = new MastioInstance();

    /** It may be the only sign that a store was used; without it a new key would be made for what another one has sealed. */
    @Test
    void thatAKeyWasLostStaysInTheStatusWhateverElseFails() {
        saying(Reason.DatabaseKeyMissing);

        MastioInstanceStatus status =
                StatusReport.nothing(instance, List.of(Reason.ApiRefused.because("not now")), NOW);

        assertThat(status.conditions())
                .extracting(Condition::getType, Condition::getReason)
                .containsExactlyInAnyOrder(tuple("Ready", "DatabaseKeyMissing"), tuple("Degraded", "ApiRefused"));
    }

    @Test
    void whatElseWasSaidIsReplacedByWhatFailed() {
        saying(Reason.Available);

        MastioInstanceStatus status =
                StatusReport.nothing(instance, List.of(Reason.ApiRefused.because("not now")), NOW);

        assertThat(status.conditions()).extracting(Condition::getReason).containsExactly("ApiRefused");
    }

    private void saying(Reason reason) {
        instance.setMetadata(new ObjectMetaBuilder().withGeneration(1L).build());
        instance.setStatus(StatusReport.nothing(instance, List.of(reason.because("so far")), NOW));
    }
}
