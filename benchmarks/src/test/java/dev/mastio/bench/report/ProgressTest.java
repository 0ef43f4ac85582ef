package dev.mastio.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.bench.load.Second;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void writesOverOneLineOnATerminal() {
        show(true, 30);

        assertThat(written())
                .startsWith("\r")
                .contains("   1/30 s", "  30/30 s")
                .containsOnlyOnce("\n");
    }

    @Test
    void writesALineEveryTenSecondsElsewhere() {
        show(false, 30);

        assertThat(written()).doesNotContain("\r").hasLineCount(4);
    }

    @Test
    void showsRateLatencyAndErrors() {
        show(false, 1);

        assertThat(written()).contains("50 users", "2,000 req/s", "p95   20.0", "errors 1.00 %");
    }

    private void show(boolean terminal, int seconds) {
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            Progress progress = new Progress(out, terminal, Duration.ofSeconds(seconds));
            for (int at = 1; at <= seconds; at++)
                progress.accept(new Second(at, 1, 2000, 20, 10, 20, 30, 40, 50, 0.1, 0));
        }
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
