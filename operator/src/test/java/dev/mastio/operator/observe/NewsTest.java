package dev.mastio.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.Autoscaling.Mode;
import dev.mastio.operator.autoscale.Decision;
import dev.mastio.operator.autoscale.Observation;
import dev.mastio.operator.autoscale.Reason;
import dev.mastio.operator.autoscale.Shortfall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NewsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final News news = new News();

    @Test
    void tellsAnotherNumberOfReplicasAtOnce() {
        news.tells(decision(2, Reason.WithinTarget, 100), decision(2, Reason.Stabilising, 100), NOON, PAUSE);

        boolean tells = news.tells(
                decision(2, Reason.Stabilising, 100),
                decision(3, Reason.FloorCrossed, 900),
                NOON.plusMillis(100),
                PAUSE);

        assertThat(tells).isTrue();
    }

    @Test
    void repeatsOnlyAfterAPauseWhatNobodyActedOn() {
        Decision then = decision(2, Reason.WithinTarget, 100);
        Decision now = decision(3, Reason.FloorCrossed, 900);
        assertThat(news.tells(then, now, NOON, PAUSE)).isTrue();

        assertThat(news.tells(then, now, NOON.plusSeconds(1), PAUSE)).isFalse();
        assertThat(news.tells(then, now, NOON.plusSeconds(5), PAUSE)).isTrue();
    }

    @Test
    void tellsAnotherReasonNowAndThen() {
        Decision then = decision(2, Reason.WithinTarget, 100);
        Decision now = decision(2, Reason.Stabilising, 100);
        assertThat(news.tells(then, now, NOON, PAUSE)).isTrue();

        assertThat(news.tells(now, then, NOON.plusSeconds(4), PAUSE)).isFalse();
        assertThat(news.tells(now, then, NOON.plusSeconds(5), PAUSE)).isTrue();
    }

    @Test
    void tellsThatThereIsARateAtAll() {
        assertThat(news.tells(unseen(), decision(2, Reason.MetricsUnavailable, 0), NOON, PAUSE))
                .isTrue();
    }

    @Test
    void saysNothingAboutNoise() {
        Random random = new Random(1);
        Decision then = decision(2, Reason.WithinTarget, 1249);

        for (int second = 0; second < 3600; second++) {
            Decision now = decision(2, Reason.WithinTarget, 1250 + 15 * random.nextGaussian());
            assertThat(news.tells(then, now, NOON.plusSeconds(second), PAUSE)).isFalse();
        }
    }

    private static Decision decision(int replicas, Reason reason, double rate) {
        Observation seen = new Observation(NOON, rate, rate, 0, Shortfall.NONE, NOON, NOON, 2, 2);
        return new Decision(Mode.Auto, 2, replicas, replicas, reason, Set.of(), "", NOON, List.of(), Optional.of(seen));
    }

    private static Decision unseen() {
        return new Decision(
                Mode.Auto, 2, 2, 2, Reason.MetricsUnavailable, Set.of(), "", NOON, List.of(), Optional.empty());
    }
}
