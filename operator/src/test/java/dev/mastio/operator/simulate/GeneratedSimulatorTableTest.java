package dev.mastio.operator.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GeneratedSimulatorTableTest {
    private static final Path PAGE = Path.of("../docs/reference/simulator.md");

    @Test
    void thePageSaysWhatTheSimulatorSays() throws IOException {
        String page = SimulatorTable.of(SimulatorTest.outcomes());
        if (Boolean.getBoolean("mastio.regenerate")) Files.writeString(PAGE, page);

        assertThat(PAGE).hasContent(page);
    }
}
