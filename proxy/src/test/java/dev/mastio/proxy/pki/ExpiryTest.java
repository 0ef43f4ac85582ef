package dev.mastio.proxy.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpiryTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "180, FAR",
        "179, WITHIN_HALF_A_YEAR",
        "60, WITHIN_HALF_A_YEAR",
        "59, WITHIN_TWO_MONTHS",
        "30, WITHIN_TWO_MONTHS",
        "29, WITHIN_A_MONTH",
        "-1, WITHIN_A_MONTH"
    })
    void growsMoreUrgentAsTheEndComesNearer(long days, Expiry expected) {
        assertThat(Expiry.of(NOW.plus(Duration.ofDays(days)), NOW)).isEqualTo(expected);
    }
}
