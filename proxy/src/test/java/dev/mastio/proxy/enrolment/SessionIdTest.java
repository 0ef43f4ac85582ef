package dev.mastio.proxy.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SessionIdTest {

    @Test
    void canBeTypedIntoACommandLine() {
        assertThat(Stream.generate(Enrolment::newId).limit(1_000))
                .allMatch(id -> Character.isLetter(id.charAt(0)))
                .doesNotHaveDuplicates();
    }
}
