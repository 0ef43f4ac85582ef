package dev.mastio.local.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.local.ClusterOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void startsAgainAtOnceThenWaitsTwiceAsLongEachTimeUpToFiveMinutes() {
        List<Long> waits = new ArrayList<>();
        Backoff backoff = Backoff.none(ClusterOptions.USUAL_BACKOFF);
        Instant end = START;
        for (int crash = 0; crash < 8; crash++) {
            Duration wait = backoff.wait(end);
            waits.add(wait.toSeconds());
            backoff = backoff.after(end);
            end = end.plus(wait).plusSeconds(1);
        }

        assertThat(waits).containsExactly(0L, 10L, 20L, 40L, 80L, 160L, 300L, 300L);
    }

    @Test
    void neverWaitsLongerThanTheClusterWasTold() {
        Backoff often = Backoff.none(Duration.ofSeconds(1)).after(START).after(START.plusSeconds(2));

        assertThat(often.wait(START.plusSeconds(3))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void forgetsAfterTenQuietMinutes() {
        Backoff troubled =
                Backoff.none(ClusterOptions.USUAL_BACKOFF).after(START).after(START.plusSeconds(11));

        assertThat(troubled.wait(START.plusSeconds(60))).isEqualTo(Duration.ofSeconds(20));
        assertThat(troubled.wait(START.plus(Duration.ofMinutes(11)))).isEqualTo(Duration.ZERO);
    }
}
