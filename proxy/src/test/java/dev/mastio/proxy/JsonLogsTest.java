package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.ErrorStatus;
import ch.qos.logback.core.status.InfoStatus;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JsonLogsTest {

    private final PrintStream before = System.err;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final LoggerContext context = new LoggerContext();

    @BeforeEach
    void configure() {
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        context.getStatusManager().add(new ErrorStatus("cannot begin", this));
        new JsonLogs().configure(context);
    }

    @AfterEach
    void giveBack() {
        context.stop();
        System.setErr(before);
    }

    @Test
    void tellsWhatLogbackCannotLog() {
        context.getStatusManager().add(new InfoStatus("begun", this));
        context.getStatusManager().add(new ErrorStatus("cannot write", this));

        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("cannot begin", "cannot write")
                .doesNotContain("begun");
    }
}
