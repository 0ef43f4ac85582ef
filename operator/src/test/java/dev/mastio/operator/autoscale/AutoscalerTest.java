package dev.mastio.operator.autoscale;

import static dev.mastio.operator.autoscale.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.Autoscaling.Mode;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoscalerTest {

    @Nested
    class Up {

        @ParameterizedTest(name = "{0} replicas at {1} requests/s: {2}")
        @CsvSource({"1, 7500, 5", "2, 7500, 6", "4, 7500, 8", "5, 7500, 10", "1, 801, 2", "1, 1600, 2", "1, 1601, 3"})
        void goesToWhatTheRateNeedsButAtMostDoublesOrAddsFour(int replicas, double rate, int expected) {
            assertThat(Given.replicas(replicas).rate(rate).decision().replicas())
                    .isEqualTo(expected);
        }

        @Test
        void saysThatTheStepWasLimited() {
            Decision decision = Given.replicas(1).rate(7500).decision();

            assertThat(decision.limits()).containsExactly(Limit.ScaleUpLimit);
            assertThat(decision.message())
                    .isEqualTo("7500 requests/s over 10 s pass 800, 80 % of the floor of 1 replica: 1 to 5 replicas,"
                            + " as many as may come in 15 s");
        }

        @Test
        void goesOnWithinAStepAsTheWindowFills() {
            assertThat(Given.replicas(2).stepUp(3, 1).rate(3500).decision().replicas())
                    .isEqualTo(5);
        }

        @Test
        void waitsOnceTheStepIsUsedUp() {
            Decision decision = Given.replicas(5).stepUp(3, 1).rate(7500).decision();

            assertThat(decision.replicas()).isEqualTo(5);
            assertThat(decision.reason()).isEqualTo(Reason.WaitingToScaleUp);
            assertThat(decision.nextCheck()).isEqualTo(NOW.plusSeconds(12));
        }

        @Test
        void beginsAnotherStepWhenThePeriodIsOver() {
            assertThat(Given.replicas(5).stepUp(15, 1).rate(7500).decision().replicas())
                    .isEqualTo(10);
        }

        /** 2 at 122, 3 at 123, 4 at 124 and 5 at 126 allow no more than 6 at 137, when 15 s before there were 2. */
        @Test
        void countsWhatCameInTheLastPeriodWheneverItBegan() {
            Given given = Given.replicas(5)
                    .stepUp(15, 1)
                    .stepUp(14, 2)
                    .stepUp(13, 3)
                    .stepUp(11, 4)
                    .rate(7500);

            assertThat(given.decision().replicas()).isEqualTo(6);
        }

        /** Where a raised min has brought more than the limit, the oldest change alone frees nothing. */
        @Test
        void looksAgainWhenTheFirstReplicaMoreMayCome() {
            Decision decision = Given.replicas(7)
                    .stepUp(9, 1)
                    .stepUp(6, 2)
                    .stepUp(4, 3)
                    .rate(7500)
                    .decision();

            assertThat(decision.reason()).isEqualTo(Reason.WaitingToScaleUp);
            assertThat(decision.nextCheck()).isEqualTo(NOW.plusSeconds(11));
            assertThat(decision.message())
                    .isEqualTo("7500 requests/s over 10 s pass 5600, 80 % of the floor of 7 replicas;"
                            + " from 1 to 7 replicas is as far as 15 s may go, more at 2026-03-01T12:00:11Z");
        }

        @Test
        void mayFollowAStepDownAtOnce() {
            assertThat(Given.replicas(1).stepDown(1, 2).rate(900).decision().replicas())
                    .isEqualTo(2);
        }

        @Test
        void stopsAtMaxAndSaysSo() {
            Decision decision = Given.replicas(3).bounds(1, 3).rate(5000).decision();

            assertThat(decision.replicas()).isEqualTo(3);
            assertThat(decision.reason()).isEqualTo(Reason.AtMaximum);
            assertThat(decision.limits()).containsExactly(Limit.TooManyReplicas);
            assertThat(decision.message()).contains("max is 3: raise autoscaling.max");
        }

        @Test
        void needsAFullShortWindow() {
            Decision decision = Given.replicas(1).rate(7500).lookingFor(9).decision();

            assertThat(decision.replicas()).isEqualTo(1);
            assertThat(decision.reason()).isEqualTo(Reason.ShortWindowFilling);
            assertThat(Given.replicas(1).rate(7500).lookingFor(10).decision().replicas())
                    .isEqualTo(5);
        }

        @Test
        void needsTwoThirdsOfTheReadyPods() {
            assertThat(Given.replicas(6).rate(9000).answering(3).decision().reason())
                    .isEqualTo(Reason.QuorumMissed);
            assertThat(Given.replicas(6).rate(9000).answering(4).decision().replicas())
                    .isEqualTo(10);
        }

        @Test
        void doesNotWaitForPodsOrRollouts() {
            Given given = Given.replicas(3).ready(2).rollingOut().rate(4000);

            assertThat(given.decision().replicas()).isEqualTo(5);
        }

        @Test
        void doesNotCountASoak() {
            assertThat(Given.replicas(1).rate(300).soak(5000).decision().reason())
                    .isEqualTo(Reason.WithinTarget);
        }
    }

    @Nested
    class Down {

        @Test
        void takesOneReplicaHoweverLowTheRate() {
            Decision decision = Given.replicas(6).rate(0).decision();

            assertThat(decision.replicas()).isEqualTo(5);
            assertThat(decision.limits()).containsExactly(Limit.ScaleDownLimit);
            assertThat(decision.message())
                    .isEqualTo("at most 0 requests/s for 300 s stay under 3000, 60 % of the floor of 5 replicas:"
                            + " 6 to 5 replicas");
        }

        @Test
        void waitsAfterAnyChange() {
            assertThat(Given.replicas(6).rate(0).stepDown(59, 7).decision().reason())
                    .isEqualTo(Reason.WaitingToScaleDown);
            assertThat(Given.replicas(6).rate(0).stepUp(59, 4).decision().reason())
                    .isEqualTo(Reason.WaitingToScaleDown);
            assertThat(Given.replicas(6)
                            .rate(0)
                            .stepUp(60, 4)
                            .stepDown(60, 7)
                            .decision()
                            .reason())
                    .isEqualTo(Reason.RateFell);
        }

        @Test
        void looksAgainWhenTheWaitIsOver() {
            assertThat(Given.replicas(6).rate(0).stepDown(50, 7).decision().nextCheck())
                    .isEqualTo(NOW.plusSeconds(10));
        }

        @Test
        void neverGoesUnderMin() {
            Decision decision = Given.replicas(3).bounds(3, 9).rate(0).decision();

            assertThat(decision.replicas()).isEqualTo(3);
            assertThat(decision.reason()).isEqualTo(Reason.AtMinimum);
            assertThat(decision.limits()).containsExactly(Limit.TooFewReplicas);
        }

        @Test
        void leavesASingleReplicaAlone() {
            Decision decision = Given.replicas(1).rate(0).decision();

            assertThat(decision.reason()).isEqualTo(Reason.WithinTarget);
            assertThat(decision.limits()).isEmpty();
        }

        @Test
        void needsALongWindowWithoutAHole() {
            Decision decision = Given.replicas(2).rate(0).unbrokenFor(299).decision();

            assertThat(decision.replicas()).isEqualTo(2);
            assertThat(decision.reason()).isEqualTo(Reason.LongWindowFilling);
            assertThat(decision.nextCheck()).isEqualTo(NOW.plusSeconds(1));
            assertThat(Given.replicas(2).rate(0).unbrokenFor(300).decision().replicas())
                    .isEqualTo(1);
        }

        @Test
        void needsEveryPod() {
            assertThat(Given.replicas(6).rate(0).answering(5).decision().reason())
                    .isEqualTo(Reason.PartialMetrics);
            assertThat(Given.replicas(6).rate(0).ready(5).decision().reason()).isEqualTo(Reason.PodsNotReady);
        }

        @Test
        void waitsForARollout() {
            assertThat(Given.replicas(6).rate(0).rollingOut().decision().reason())
                    .isEqualTo(Reason.RolloutInProgress);
        }

        @Test
        void remembersAHigherRateForTheWholeLongWindow() {
            Decision decision = Given.replicas(6).rate(100, 3000).decision();

            assertThat(decision.reason()).isEqualTo(Reason.Stabilising);
            assertThat(decision.message())
                    .isEqualTo("100 requests/s over 10 s are under 3000, 60 % of the floor of 5 replicas,"
                            + " but there were 3000 within the last 300 s");
        }
    }

    @Nested
    class WithoutMetrics {

        @Test
        void holdsWhatIsThere() {
            assertThat(Given.replicas(6).nothingSeen().decision().replicas()).isEqualTo(6);
            assertThat(Given.replicas(6).nothingSeen().decision().reason()).isEqualTo(Reason.MetricsUnavailable);
        }

        @Test
        void holdsWhenTheLastAnswerIsOld() {
            assertThat(Given.replicas(6).rate(9000).lastSeen(16).decision().reason())
                    .isEqualTo(Reason.MetricsStale);
            assertThat(Given.replicas(6).rate(0).lastSeen(16).decision().replicas())
                    .isEqualTo(6);
        }

        /** The clock was set back: nobody knows how long ago that was. */
        @Test
        void holdsWhenTheLastAnswerIsOfATimeToCome() {
            Decision decision = Given.replicas(6).rate(0).lastSeen(-2).decision();

            assertThat(decision.replicas()).isEqualTo(6);
            assertThat(decision.reason()).isEqualTo(Reason.MetricsStale);
            assertThat(decision.message())
                    .isEqualTo(
                            "the last answer is of 2026-03-01T12:00:02Z, which the clock has yet to reach: hold 6 replicas");
            assertThat(Given.replicas(6).rate(0).lastSeen(-1).decision().reason())
                    .isEqualTo(Reason.RateFell);
        }

        @Test
        void holdsWhenNoPodIsReady() {
            assertThat(Given.replicas(2).rate(0).ready(0).decision().reason()).isEqualTo(Reason.QuorumMissed);
        }
    }

    @Nested
    class Bounds {

        @Test
        void aRaisedMinHoldsAtOnce() {
            Decision decision =
                    Given.replicas(1).bounds(4, 9).nothingSeen().rollingOut().decision();

            assertThat(decision.replicas()).isEqualTo(4);
            assertThat(decision.reason()).isEqualTo(Reason.BelowMinimum);
            assertThat(decision.message()).isEqualTo("min is 4: 1 to 4 replicas");
        }

        @Test
        void aRaisedMinDoesNotHoldBackALoadThatNeedsMore() {
            assertThat(Given.replicas(1).bounds(2, 9).rate(3500).decision().replicas())
                    .isEqualTo(5);
        }

        @Test
        void aLoweredMaxHoldsAtOnce() {
            Decision decision = Given.replicas(9)
                    .bounds(1, 3)
                    .rate(9000)
                    .stepDown(1, 10)
                    .rollingOut()
                    .decision();

            assertThat(decision.replicas()).isEqualTo(3);
            assertThat(decision.reason()).isEqualTo(Reason.AboveMaximum);
            assertThat(decision.limits()).containsExactly(Limit.TooManyReplicas);
        }
    }

    @Nested
    class Modes {

        @Test
        void advisoryRecommendsAndChangesNothing() {
            Decision decision = Given.replicas(2)
                    .mode(Mode.Advisory)
                    .specReplicas(2)
                    .rate(3500)
                    .decision();

            assertThat(decision.replicas()).isEqualTo(2);
            assertThat(decision.recommended()).isEqualTo(5);
            assertThat(decision.reason()).isEqualTo(Reason.FloorCrossed);
            assertThat(decision.scales()).isFalse();
        }

        @Test
        void advisoryAndOffFollowSpecReplicasBeyondTheBounds() {
            assertThat(Given.replicas(2)
                            .mode(Mode.Advisory)
                            .specReplicas(20)
                            .decision()
                            .replicas())
                    .isEqualTo(20);
            assertThat(Given.replicas(2)
                            .mode(Mode.Off)
                            .specReplicas(0)
                            .decision()
                            .replicas())
                    .isZero();
        }

        @Test
        void offOnlyLooks() {
            Decision decision =
                    Given.replicas(2).mode(Mode.Off).specReplicas(2).rate(3500).decision();

            assertThat(decision.recommended()).isEqualTo(2);
            assertThat(decision.reason()).isEqualTo(Reason.Disabled);
            assertThat(decision.seen().orElseThrow().shortRate()).isEqualTo(3500);
        }

        @Test
        void autoBeginsFromThePresentNumber() {
            assertThat(Given.replicas(4).specReplicas(1).rate(3000).decision().replicas())
                    .isEqualTo(4);
        }
    }

    @Test
    void looksAgainInFiveMinutesWhenNothingIsDue() {
        assertThat(Given.replicas(1).rate(500).decision().nextCheck()).isEqualTo(NOW.plus(Duration.ofMinutes(5)));
    }
}
