package dev.mastio.operator.autoscale;

import static dev.mastio.operator.autoscale.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.Autoscaling.Mode;
import dev.mastio.api.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** What holds of decisions one after the other, whatever the load and the bounds do in between: limits are those of any period. */
class StepSequencePropertyTest {
    private static final int CASES = 300;
    private static final int DECISIONS = 200;

    @RepeatedTest(CASES)
    void noPeriodAddsMoreThanItsLimit(RepetitionInfo repetition) {
        Sequence sequence = new Sequence(repetition.getCurrentRepetition());
        for (int next = 0; next < DECISIONS; next++) {
            Decision decision = sequence.decide();
            if (decision.replicas() > decision.current()) {
                int begin = sequence.replicasAgo(sequence.spec.upPeriod());
                int most = Math.max(sequence.spec.min(), Math.max(2 * begin, begin + 4));
                assertThat(decision.replicas()).isLessThanOrEqualTo(most);
            }
            sequence.carryOut(decision);
        }
    }

    @RepeatedTest(CASES)
    void noReplicaGoesSoonAfterAChange(RepetitionInfo repetition) {
        Sequence sequence = new Sequence(repetition.getCurrentRepetition());
        for (int next = 0; next < DECISIONS; next++) {
            Decision decision = sequence.decide();
            if (decision.reason() == Reason.RateFell) {
                assertThat(decision.replicas()).isEqualTo(decision.current() - 1);
                assertThat(sequence.changedAt.plus(sequence.spec.downPeriod())).isBeforeOrEqualTo(sequence.now);
            }
            sequence.carryOut(decision);
        }
    }

    /** An instance whose operator forgets everything but the status after each decision. */
    private static final class Sequence {
        private final Random random;
        private final TreeMap<Instant, Integer> replicas = new TreeMap<>();
        private ScalingSpec spec;
        private ScaleHistory history = ScaleHistory.NONE;
        private Instant now = NOW;
        private Instant changedAt = Instant.MIN;
        private double load;

        Sequence(int seed) {
            random = new Random(seed);
            spec = spec(1, 100, Duration.ofSeconds(5 + random.nextInt(56)), Duration.ofSeconds(1 + random.nextInt(90)));
            replicas.put(Instant.MIN, 1 + random.nextInt(10));
        }

        Decision decide() {
            now = now.plusMillis(200 + random.nextInt(4000));
            if (random.nextInt(10) == 0) load = random.nextDouble() * 20_000;
            if (random.nextInt(25) == 0) {
                int min = 1 + random.nextInt(10);
                spec = spec(min, min + 1 + random.nextInt(90), spec.upPeriod(), spec.downPeriod());
            }
            return Autoscaler.decide(spec, Optional.of(seen()), state(), now);
        }

        void carryOut(Decision decision) {
            history = ScaleHistory.of(ScalingReport.of(spec, state(), decision, now));
            if (decision.replicas() == decision.current()) return;
            replicas.put(now, decision.replicas());
            changedAt = now;
        }

        int replicasAgo(Duration period) {
            return replicas.floorEntry(now.minus(period)).getValue();
        }

        private ScalingState state() {
            int present = replicas.lastEntry().getValue();
            return new ScalingState(present, present, false, history, null);
        }

        /** The rate grows into the load, as that of a window that fills. */
        private Observation seen() {
            double rate = load * (1 - random.nextDouble() * random.nextDouble());
            Instant since = now.minus(Duration.ofHours(1));
            int pods = replicas.lastEntry().getValue();
            return new Observation(now, rate, rate, 0, Shortfall.NONE, since, since, pods, pods);
        }

        private static ScalingSpec spec(int min, int max, Duration upPeriod, Duration downPeriod) {
            return new ScalingSpec(
                    Mode.Auto,
                    min,
                    max,
                    Storage.Type.POSTGRES,
                    1,
                    100,
                    0.8,
                    0.6,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    upPeriod,
                    downPeriod);
        }
    }
}
