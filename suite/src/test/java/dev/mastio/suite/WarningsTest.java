package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WarningsTest {

    @Test
    void tellsWarningsInTheOrderInWhichTheyCame() {
        Event late = event("Warning", "BackOff", 2);
        Event early = event("Warning", "Failed", 1);
        Event noTrouble = event("Normal", "Started", 3);

        assertThat(Warnings.text(List.of(late, early, noTrouble)).lines().map(String::strip))
                .containsExactly("", "Pod db: Failed: why", "Pod db: BackOff: why");
    }

    @Test
    void tellsTheLastTenOnly() {
        List<Event> many = IntStream.range(0, 30)
                .mapToObj(second -> event("Warning", "Number" + second, second))
                .toList();

        assertThat(Warnings.text(many)).contains("Number20", "Number29").doesNotContain("Number19");
    }

    private static Event event(String type, String reason, int second) {
        return new EventBuilder()
                .withNewMetadata()
                .withCreationTimestamp("2026-01-01T12:00:%02dZ".formatted(second))
                .endMetadata()
                .withNewInvolvedObject()
                .withKind("Pod")
                .withName("db")
                .endInvolvedObject()
                .withType(type)
                .withReason(reason)
                .withMessage("why")
                .build();
    }
}
