package dev.mastio.proxy.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.MovableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AddressBudgetTest {

    private final MovableClock clock = new MovableClock(Instant.parse("2026-06-01T12:00:00Z"));
    private final AddressBudget budget = new AddressBudget(2, clock::nanoTime);

    @Test
    void countsTheLastMinuteAtEveryMoment() {
        assertThat(budget.take("192.0.2.1")).isTrue();
        clock.advance(Duration.ofSeconds(59));
        assertThat(budget.take("192.0.2.1")).isTrue();
        assertThat(budget.take("192.0.2.1")).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(budget.take("192.0.2.1")).isTrue();
        assertThat(budget.take("192.0.2.1")).isFalse();
    }

    @Test
    void countsWhatIsRefusedForNothing() {
        budget.take("192.0.2.1");
        budget.take("192.0.2.1");
        for (int i = 0; i < 60; i++) {
            clock.advance(Duration.ofSeconds(1));
            budget.take("192.0.2.1");
        }

        assertThat(budget.take("192.0.2.1")).isTrue();
    }

    @Test
    void countsAnIpv6NetworkAsOne() {
        assertThat(budget.take("2001:db8:0:1::1")).isTrue();
        assertThat(budget.take("2001:db8:0:1:ffff::2")).isTrue();

        assertThat(budget.take("2001:db8:0:1::3")).isFalse();
        assertThat(budget.take("2001:db8:0:2::1")).isTrue();
    }

    @Test
    void letsNewAddressesShareOneCountWhenThereAreTooMany() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(budget.take("10.0." + i / 256 + "." + i % 256)).isTrue();
        }

        assertThat(budget.take("10.1.0.1")).isTrue();
        assertThat(budget.take("10.1.0.2")).isTrue();
        assertThat(budget.take("10.1.0.3")).isFalse();
        assertThat(budget.take("10.0.0.1")).describedAs("known before").isTrue();
        clock.advance(Duration.ofMinutes(1));
        assertThat(budget.take("10.1.0.3")).isTrue();
    }
}
