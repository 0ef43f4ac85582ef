package dev.mastio.suite.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FaultLogTest {

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final FaultLog log = new FaultLog(new PrintStream(told, true, StandardCharsets.UTF_8));

    @Test
    void aRunWithoutATrialShowsNothing() {
        assertThat(log.allHeld()).isFalse();
    }

    @Test
    void oneBrokenInvariantIsOneTooMany() {
        log.add(entry("kill", 2, List.of()), () -> List.of("why"));
        assertThat(log.allHeld()).isTrue();

        log.add(entry("kill", 4, List.of("token t1 had 2 soaks")), () -> List.of("why"));

        assertThat(log.allHeld()).isFalse();
        assertThat(told.toString(StandardCharsets.UTF_8)).contains("held", "BROKEN: token t1 had 2 soaks", "| why");
    }

    @Test
    void theSummaryCountsEachKindOfFault() {
        log.add(entry("kill", 2, List.of()), () -> List.of("why"));
        log.add(entry("kill", 9, List.of()), () -> List.of("why"));
        log.add(entry("kill", 4, List.of("something")), () -> List.of("why"));
        log.add(new Entry("outage", "scale", "30 s", Optional.empty(), List.of("never")), () -> List.of("why"));

        assertThat(log.summary())
                .map(line -> line.replaceAll(" +", " ").strip())
                .containsExactly("fault tried broken median longest", "kill 3 1 4.0 s 9.0 s", "outage 1 1");
    }

    private static Entry entry(String fault, int seconds, List<String> broken) {
        return new Entry(fault, "create one", "+1 ms", Optional.of(Duration.ofSeconds(seconds)), broken);
    }
}
