package dev.mastio.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.Autoscaling;
import dev.mastio.api.Autoscaling.Mode;
import dev.mastio.api.Storage;
import dev.mastio.operator.autoscale.Autoscaler;
import dev.mastio.operator.autoscale.Decision;
import dev.mastio.operator.autoscale.Observation;
import dev.mastio.operator.autoscale.Reason;
import dev.mastio.operator.autoscale.ScaleHistory;
import dev.mastio.operator.autoscale.ScalingSpec;
import dev.mastio.operator.autoscale.ScalingState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** A replica goes only while every pod answers, whatever the operator's clock does; each repetition is the same on every machine. */
class SteppedClockPropertyTest {
    private static final int CASES = 200;
    private static final int SECONDS = 3000;
    private static final int PODS = 3;
    private static final Duration FRESH = Duration.ofSeconds(3);

    private final ScalingSpec spec =
            ScalingSpec.of(new Autoscaling(Mode.Auto, 1, 10, 80, 60, 10, 30, 15, 5), Storage.Type.POSTGRES, 1, 1000);
    private final InstanceTraffic traffic = new InstanceTraffic(Yardstick.of(spec));
    private final List<PodTarget> targets = IntStream.range(0, PODS)
            .mapToObj(pod -> new PodTarget("pod-" + pod, "pod-" + pod, "127.0.0.1", 1, true))
            .toList();
    private final int[] answered = new int[PODS];
    private Instant clock = Instant.parse("2026-03-01T12:00:00Z");
    private Optional<Observation> seen = Optional.empty();
    private int lowered;

    @RepeatedTest(CASES)
    void noReplicaGoesOnDataThatNoLongerComes(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int silentUntil = 0;
        for (int second = 1; second <= SECONDS; second++) {
            clock = clock.plusSeconds(1);
            if (random.nextInt(150) == 0) {
                silentUntil = second + random.nextInt(400);
                // Before the decision that follows, or amid the silence.
                if (random.nextBoolean()) step(random);
            }
            if (random.nextInt(300) == 0) step(random);
            decide(second);
            if (second > silentUntil) answer(second, PODS);
            else if (second % 7 == 0) answer(second, random.nextInt(PODS));
            seen = traffic.observe(targets, FRESH, clock);
            decide(second);
        }
        assertThat(lowered).isPositive();
    }

    private void step(Random random) {
        int seconds = 5 + random.nextInt(900);
        clock = clock.plusSeconds(random.nextInt(4) == 0 ? seconds : -seconds);
    }

    private void answer(int second, int pods) {
        for (int pod = 0; pod < pods; pod++) {
            traffic.add("pod-" + pod, new PodSample(clock, 1, 10 * second, 0, 0, Answers.NONE));
            answered[pod] = second;
        }
    }

    /** The load never asks for more than one replica. A decision is made on what was seen a second ago at most. */
    private void decide(int second) {
        ScalingState state = new ScalingState(PODS, PODS, false, ScaleHistory.NONE, null);
        Decision decision = Autoscaler.decide(spec, seen, state, clock);
        if (decision.reason() != Reason.RateFell) return;
        lowered++;
        for (int last : answered) assertThat(second - last).isLessThanOrEqualTo((int) FRESH.toSeconds() + 1);
    }
}
