package dev.mastio.bench.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoalsTest {

    private static final double OPENSSL = 10_000;

    private final Goals goals = new Goals();

    @ParameterizedTest
    @CsvSource({
        "1250, 3570, 1000, true",
        "1249, 3570, 1000, false",
        "1250, 3569, 1000, false",
        "1250, 3570, 999, false",
    })
    void areMetOnlyTogether(long mints, long calls, long enrolments, boolean met) {
        goals.add(OPENSSL, round(mints, calls, enrolments, 0));

        assertThat(goals.met()).isEqualTo(met);
    }

    @Test
    void areJudgedByTheMedian() {
        goals.add(OPENSSL, round(1_300, 3_600, 1_100, 0));
        goals.add(OPENSSL, round(100, 100, 100, 0));
        goals.add(2 * OPENSSL, round(2_600, 7_200, 1_200, 0));

        assertThat(goals.met()).isTrue();
        assertThat(goals.lines())
                .containsExactly(
                        "openssl verifies 10000 a CPU second",
                        "mint / openssl: 0.130, at least 0.125 wanted",
                        "call / openssl: 0.360, at least 0.357 wanted",
                        "certificates a CPU second: 1100, at least 1000 wanted");
    }

    @Test
    void areNotMetWhenARequestFails() {
        goals.add(OPENSSL, round(2_000, 4_000, 2_000, 1));

        assertThat(goals.met()).isFalse();
    }

    @Test
    void aLegWithoutAnswersIsNotClean() {
        assertThat(round(0, 1, 1, 0).isClean()).isFalse();
        assertThat(round(1, 1, 1, 0).isClean()).isTrue();
    }

    @Test
    void readsWhatOpensslVerifies() throws Exception {
        String said = """
                version: 3.0.19
                                              sign    verify    sign/s verify/s
                 256 bits ecdsa (nistp256)   0.0000s   0.0001s  29726.7   9937.8
                """;

        assertThat(Openssl.verifications(said)).isEqualTo(9937.8);
        assertThatThrownBy(() -> Openssl.verifications("no such command"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no such command");
    }

    private static Round round(long mints, long calls, long enrolments, long failures) {
        return new Round(leg("mint", mints, 0), leg("call", calls, failures), leg("enrol", enrolments, 0));
    }

    private static Measured leg(String what, long requests, long failures) {
        return new Measured(what, requests, failures, 1, 1);
    }
}
