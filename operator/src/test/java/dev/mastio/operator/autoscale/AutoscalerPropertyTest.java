package dev.mastio.operator.autoscale;

import static dev.mastio.operator.autoscale.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.Autoscaling.Mode;
import dev.mastio.api.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** What holds for every spec, rate and state: each repetition is a case of its own, the same one on every machine. */
class AutoscalerPropertyTest {
    private static final int CASES = 500;

    @RepeatedTest(CASES)
    void staysWithinBoundsAndSteps(RepetitionInfo repetition) {
        Case any = Case.random(repetition, Mode.Auto);

        Decision decision = any.decide();

        int present = any.state.replicas();
        int clamped = Math.clamp(present, any.spec.min(), any.spec.max());
        assertThat(decision.replicas()).isBetween(any.spec.min(), any.spec.max());
        assertThat(decision.replicas()).isGreaterThanOrEqualTo(Math.min(clamped, Math.max(1, present - 1)));
        assertThat(decision.replicas()).isLessThanOrEqualTo(Math.max(clamped, Math.max(2 * present, present + 4)));
    }

    @RepeatedTest(CASES)
    void neverWantsLessForAHigherRate(RepetitionInfo repetition) {
        Case any = Case.random(repetition, Mode.Auto);
        Case more = any.times(1 + any.random.nextDouble() * 3);

        assertThat(more.decide().replicas()).isGreaterThanOrEqualTo(any.decide().replicas());
    }

    @RepeatedTest(CASES)
    void holdsWhenNothingIsKnown(RepetitionInfo repetition) {
        Case any = Case.random(repetition, Mode.Auto);

        Decision decision = Autoscaler.decide(any.spec, Optional.empty(), any.state, NOW);

        assertThat(decision.replicas()).isEqualTo(Math.clamp(any.state.replicas(), any.spec.min(), any.spec.max()));
    }

    @RepeatedTest(CASES)
    void neverLowersOnPartialData(RepetitionInfo repetition) {
        Case any = Case.random(repetition, Mode.Auto);
        Observation partial = any.seen(any.seen.at(), 1, any.seen.answeringPods() + 1);

        Decision decision = Autoscaler.decide(any.spec, Optional.of(partial), any.state, NOW);

        assertThat(decision.replicas()).isGreaterThanOrEqualTo(Math.min(any.state.replicas(), any.spec.max()));
    }

    @RepeatedTest(CASES)
    void neverLowersOnDataOfATimeToCome(RepetitionInfo repetition) {
        Case any = Case.random(repetition, Mode.Auto);
        Instant later = NOW.plusMillis(1001 + any.random.nextInt(3_600_000));
        Observation ahead = any.seen(later, 1, any.seen.readyPods());

        Decision decision = Autoscaler.decide(any.spec, Optional.of(ahead), any.state, NOW);

        assertThat(decision.replicas()).isEqualTo(Math.clamp(any.state.replicas(), any.spec.min(), any.spec.max()));
    }

    @RepeatedTest(CASES)
    void saysWhyAndWhen(RepetitionInfo repetition) {
        for (Mode mode : Mode.values()) {
            Decision decision = Case.random(repetition, mode).decide();

            assertThat(decision.message()).isNotBlank().doesNotContain("null").hasSizeLessThan(300);
            assertThat(decision.nextCheck()).isAfter(NOW);
            assertThat(decision.facts()).extracting(Fact::type).containsExactly(Fact.Type.values());
            assertThat(decision.facts())
                    .allSatisfy(fact -> assertThat(fact.message()).isNotBlank());
        }
    }

    @RepeatedTest(CASES)
    void advisoryRecommendsWhatAutoWouldDo(RepetitionInfo repetition) {
        Decision auto = Case.random(repetition, Mode.Auto).decide();
        Decision advisory = Case.random(repetition, Mode.Advisory).decide();

        assertThat(advisory.recommended()).isEqualTo(auto.replicas());
        assertThat(advisory.reason()).isEqualTo(auto.reason());
        assertThat(advisory.scales()).isFalse();
    }

    @RepeatedTest(CASES)
    void neverTurnsBackAtAConstantLoad(RepetitionInfo repetition) {
        Case any = Case.random(repetition, Mode.Auto);
        ScalingState state =
                new ScalingState(any.state.replicas(), any.state.replicas(), false, ScaleHistory.NONE, null);
        Instant now = NOW;
        int direction = 0;
        int last = -1;
        for (int minute = 0; minute < 200; minute++) {
            now = now.plus(any.spec.upPeriod()).plus(any.spec.downPeriod());
            Decision decision = Autoscaler.decide(any.spec, Optional.of(any.wellSeen(state, now)), state, now);
            int turn = Integer.signum(decision.replicas() - state.replicas());
            if (turn != 0 && decision.reason() != Reason.BelowMinimum && decision.reason() != Reason.AboveMaximum) {
                assertThat(turn * direction).isNotNegative();
                direction = turn;
            }
            last = state.replicas();
            state = new ScalingState(
                    decision.replicas(),
                    decision.replicas(),
                    false,
                    state.history().after(decision, any.spec.upPeriod(), now),
                    null);
        }
        assertThat(state.replicas()).isEqualTo(last);
        assertThat(any.seen.shortRate() <= any.spec.upAbove(last) || last == any.spec.max())
                .isTrue();
    }

    /** One case. */
    private record Case(ScalingSpec spec, Observation seen, ScalingState state, Random random) {

        static Case random(RepetitionInfo repetition, Mode mode) {
            Random random = new Random(repetition.getCurrentRepetition());
            int min = 1 + random.nextInt(10);
            int up = 2 + random.nextInt(99);
            ScalingSpec spec = new ScalingSpec(
                    mode,
                    min,
                    min + random.nextInt(30),
                    Storage.Type.POSTGRES,
                    random.nextInt(40),
                    Math.pow(10, random.nextDouble() * 4),
                    up / 100.0,
                    (1 + random.nextInt(up - 1)) / 100.0,
                    Duration.ofSeconds(2 + random.nextInt(30)),
                    Duration.ofSeconds(30 + random.nextInt(600)),
                    Duration.ofSeconds(1 + random.nextInt(60)),
                    Duration.ofSeconds(1 + random.nextInt(120)));
            int replicas = random.nextInt(45);
            int ready = random.nextInt(4) == 0 ? random.nextInt(replicas + 1) : replicas;
            double rate = random.nextDouble() * 2 * spec.floor() * (replicas + 1);
            Observation seen = new Observation(
                    NOW.minusSeconds(random.nextInt(20)),
                    rate,
                    rate * (1 + random.nextInt(2)),
                    random.nextDouble() * spec.floor(),
                    random.nextInt(3) == 0
                            ? new Shortfall(random.nextDouble(), random.nextDouble(), random.nextDouble())
                            : Shortfall.NONE,
                    NOW.minusSeconds(random.nextInt(1000)),
                    NOW.minusSeconds(random.nextInt(1000)),
                    ready,
                    random.nextInt(4) == 0 ? random.nextInt(ready + 1) : ready);
            ScaleHistory history = ScaleHistory.NONE;
            for (int past = random.nextInt(200); past > 0 && random.nextInt(5) > 0; past -= 1 + random.nextInt(20)) {
                history = history.changed(
                        random.nextInt(replicas + 1),
                        random.nextInt(replicas + 1),
                        spec.upPeriod(),
                        NOW.minusSeconds(past));
            }
            ScalingState state = new ScalingState(replicas, ready, random.nextInt(5) == 0, history, null);
            return new Case(spec, seen, state, random);
        }

        Decision decide() {
            return Autoscaler.decide(spec, Optional.of(seen), state, NOW);
        }

        Case times(double factor) {
            return new Case(spec, seen(seen.at(), factor, seen.readyPods()), state, random);
        }

        /** The same seen at another time, at so many times its client rates, or of another number of ready pods. */
        Observation seen(Instant at, double factor, int ready) {
            return new Observation(
                    at,
                    seen.shortRate() * factor,
                    seen.longMaximum() * factor,
                    seen.soakRate(),
                    seen.underFloor(),
                    seen.shortSince(),
                    seen.longSince(),
                    ready,
                    seen.answeringPods());
        }

        /** The same rate for longer than any window, with every pod in sight. */
        Observation wellSeen(ScalingState at, Instant now) {
            Instant since = now.minus(Duration.ofHours(1));
            return new Observation(
                    now,
                    seen.shortRate(),
                    seen.shortRate(),
                    0,
                    Shortfall.NONE,
                    since,
                    since,
                    at.replicas(),
                    at.replicas());
        }
    }
}
