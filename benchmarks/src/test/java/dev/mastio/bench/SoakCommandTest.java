package dev.mastio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SoakCommandTest {

    /** A shorter idle has to be asked for: memory takes about 30 seconds to come back. */
    @Test
    void memoryHasAMinuteToComeBackUnlessToldOtherwise() {
        assertThat(CommandLine.populateCommand(new SoakCommand()).idleSeconds).isGreaterThanOrEqualTo(60);
        assertThat(CommandLine.populateCommand(new SoakCommand(), "--idle-seconds", "5").idleSeconds)
                .isEqualTo(5);
    }
}
