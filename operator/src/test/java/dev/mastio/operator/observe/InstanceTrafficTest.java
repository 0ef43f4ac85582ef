package dev.mastio.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mastio.operator.autoscale.Observation;
import dev.mastio.operator.autoscale.Shortfall;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstanceTrafficTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration FRESH = Duration.ofSeconds(3);

    private final InstanceTraffic traffic =
            new InstanceTraffic(new Yardstick(Duration.ofSeconds(10), Duration.ofMinutes(1), 1000));
    private Instant now = NOON;

    @Test
    void knowsNothingBeforeTheFirstAnswer() {
        assertThat(traffic.observe(pods("a"), FRESH, NOON)).isEmpty();
    }

    @Test
    void tellsOfReadyPodsThatHaveNeverAnsweredOnceThatIsOverdue() {
        assertThat(traffic.observe(pods("a", "b"), FRESH, NOON)).isEmpty();
        assertThat(traffic.observe(pods("a", "b"), FRESH, NOON.plusSeconds(14))).isEmpty();

        Observation seen =
                traffic.observe(pods("a", "b"), FRESH, NOON.plusSeconds(15)).orElseThrow();

        assertThat(seen.readyPods()).isEqualTo(2);
        assertThat(seen.answeringPods()).isZero();
        assertThat(seen.rated()).isFalse();
    }

    @Test
    void expectsNoAnswerWhileNoPodIsReady() {
        List<PodTarget> starting = List.of(new PodTarget("a", "a", "127.0.0.1", 1, false));
        assertThat(traffic.observe(pods("a"), FRESH, NOON)).isEmpty();

        assertThat(traffic.observe(starting, FRESH, NOON.plusSeconds(20))).isEmpty();
        assertThat(traffic.observe(pods("a"), FRESH, NOON.plusSeconds(21))).isEmpty();
    }

    @Test
    void countsAPodFromItsFirstTwoSamples() {
        sample("a", 0, 5_000_000);
        assertThat(observe("a").answeringPods()).isZero();

        sample("a", 1, 5_000_300);

        assertThat(observe("a").answeringPods()).isOne();
        assertThat(observe("a").shortRate()).isCloseTo(30, within(1e-6));
    }

    @Test
    void addsThePodsUp() {
        for (int second = 0; second <= 10; second++) {
            sample("a", second, 100 * second);
            sample("b", second, 50 * second);
        }

        assertThat(observe("a", "b").shortRate()).isCloseTo(150, within(1e-6));
        assertThat(observe("a", "b").longMaximum()).isCloseTo(150, within(1e-6));
    }

    @Test
    void takesACounterThatFellForARestart() {
        steady("a", 0, 10, 100);

        sample("a", 11, 40);

        assertThat(observe("a").shortRate()).isCloseTo(94, within(1e-6));
        assertThat(observe("a").longSince()).isEqualTo(NOON);
    }

    @Test
    void takesAnotherStartTimeForARestartThoughTheCounterRose() {
        steady("a", 0, 10, 100);

        traffic.add("a", new PodSample(NOON.plusSeconds(11), 77, 1070, 0, 0, Answers.NONE));

        assertThat(observe("a").shortRate()).isCloseTo((900 + 1070) / 10.0, within(1e-6));
    }

    @Test
    void bridgesAGapByTheDifferenceOfCounters() {
        steady("a", 0, 10, 100);

        sample("a", 20, 2000);

        assertThat(observe("a").shortRate()).isCloseTo(100, within(1e-6));
        assertThat(observe("a").longSince()).isEqualTo(NOON);
    }

    @Test
    void beginsALongWindowAfterAGapThatCouldHideASpike() {
        steady("a", 0, 10, 100);

        sample("a", 30, 3000);

        assertThat(observe("a").longSince()).isEqualTo(NOON.plusSeconds(30));
        assertThat(observe("a").shortSince()).isEqualTo(NOON);
    }

    @Test
    void keepsWhatAVanishedPodCarried() {
        for (int second = 0; second <= 10; second++) {
            sample("a", second, 100 * second);
            sample("b", second, 900 * second);
        }
        observe("a");

        sample("a", 11, 1100);

        assertThat(observe("a").shortRate()).isCloseTo(100 + 810, within(1e-6));
        assertThat(observe("a").longMaximum()).isCloseTo(1000, within(1e-6));
        assertThat(observe("a").longSince()).isEqualTo(NOON);
    }

    @Test
    void beginsALongWindowAfterAPodThatWentInSilence() {
        steady("a", 0, 5, 100);
        steady("b", 0, 30, 100);

        assertThat(observe("b").longSince()).isEqualTo(NOON.plusSeconds(30));
    }

    @Test
    void beginsALongWindowWhenAPodServedClientsUnseen() {
        steady("a", 0, 30, 100);

        traffic.add("late", new PodSample(NOON.plusSeconds(30), NOON.getEpochSecond(), 5000, 0, 0, Answers.NONE));

        assertThat(observe("a", "late").longSince()).isEqualTo(NOON.plusSeconds(30));
    }

    @Test
    void doesNotMindAPodThatTookLongToStart() {
        steady("a", 0, 30, 100);

        traffic.add("slow", new PodSample(NOON.plusSeconds(30), NOON.getEpochSecond(), 0, 0, 0, Answers.NONE));

        assertThat(observe("a", "slow").longSince()).isEqualTo(NOON);
    }

    @Test
    void countsAPodAsSilentOnceItsLastAnswerIsOld() {
        steady("a", 0, 10, 100);
        steady("b", 0, 10, 100);
        steady("a", 11, 13, 100);
        assertThat(observe("a", "b").answeringPods()).isEqualTo(2);

        steady("a", 14, 14, 100);

        assertThat(observe("a", "b").answeringPods()).isOne();
        assertThat(observe("a", "b").readyPods()).isEqualTo(2);
    }

    @Test
    void expectsNoAnswerFromAPodThatIsNotReady() {
        steady("a", 0, 10, 100);
        List<PodTarget> targets =
                List.of(new PodTarget("a", "a", "127.0.0.1", 1, true), new PodTarget("b", "b", "127.0.0.1", 1, false));

        Observation seen = traffic.observe(targets, FRESH, now).orElseThrow();

        assertThat(seen.complete()).isTrue();
        assertThat(seen.readyPods()).isOne();
    }

    @Test
    void keepsSoakTrafficApart() {
        for (int second = 0; second <= 10; second++) {
            now = NOON.plusSeconds(second);
            traffic.add("a", new PodSample(now, 1, 10 * second, 70 * second, 0, Answers.NONE));
        }

        assertThat(observe("a").shortRate()).isCloseTo(10, within(1e-6));
        assertThat(observe("a").soakRate()).isCloseTo(70, within(1e-6));
    }

    @Test
    void reportsSheddingOnlyWhenItLasts() {
        for (int second = 0; second <= 29; second++) shed(second, second >= 15);
        assertThat(observe("a").underFloor().shed()).isZero();

        for (int second = 30; second <= 50; second++) shed(second, true);

        assertThat(observe("a").underFloor().shed()).isCloseTo(0.2, within(1e-6));
    }

    @Test
    void excusesSheddingOfAPodThatGetsMoreThanItsFloor() {
        traffic.measureWith(new Yardstick(Duration.ofSeconds(10), Duration.ofMinutes(1), 119));

        for (int second = 0; second <= 50; second++) shed(second, true);

        assertThat(observe("a").underFloor().shed()).isZero();
    }

    @Test
    void reportsAnswersUnderTheFloorThatAreLateOrFailForLong() {
        for (int second = 0; second <= 30; second++)
            answers(second, 100, new Answers(100 * second, 20 * second, second));

        assertThat(observe("a").underFloor().slow()).isCloseTo(0.2, within(1e-6));
        assertThat(observe("a").underFloor().failed()).isCloseTo(0.01, within(1e-6));
        assertThat(observe("a").underFloor().shed()).isZero();
    }

    @Test
    void doesNotReportAMomentOfLateAnswers() {
        for (int second = 0; second <= 30; second++) {
            answers(second, 100, new Answers(100 * second, second < 20 ? 100 * second : 2000, 0));
        }

        assertThat(observe("a").underFloor().slow()).isZero();
    }

    @Test
    void excusesLateAnswersOfAPodThatGetsMoreThanItsFloor() {
        for (int second = 0; second <= 30; second++)
            answers(second, 1001, new Answers(900 * second, 900 * second, second));

        assertThat(observe("a").underFloor()).isEqualTo(Shortfall.NONE);
    }

    @Test
    void concludesNothingFromAHandfulOfAnswers() {
        for (int second = 0; second <= 30; second++) answers(second, 9, new Answers(9 * second, 9 * second, second));

        assertThat(observe("a").underFloor()).isEqualTo(Shortfall.NONE);
    }

    private void answers(int second, double rate, Answers answers) {
        now = NOON.plusSeconds(second);
        traffic.add("a", new PodSample(now, 1, rate * second, 0, 0, answers));
    }

    private double shedSoFar;

    private void shed(int second, boolean sheds) {
        if (sheds) shedSoFar += 20;
        now = NOON.plusSeconds(second);
        traffic.add("a", new PodSample(now, 1, 100 * second, 20 * second, shedSoFar, Answers.NONE));
        observe("a");
    }

    @Test
    void beginsAnewWhenTheClockIsSetBack() {
        steady("a", 0, 30, 100);

        traffic.add("a", new PodSample(NOON.minusSeconds(3600), 1, 3100, 0, 0, Answers.NONE));
        traffic.add("a", new PodSample(NOON.minusSeconds(3599), 1, 3200, 0, 0, Answers.NONE));

        assertThat(observe("a").shortSince()).isEqualTo(NOON.minusSeconds(3600));
        assertThat(observe("a").shortRate()).isCloseTo(10, within(1e-6));
    }

    @Test
    void countsNoSecondTwiceWhenTheClockIsSetBackByAFewSeconds() {
        steady("a", 0, 30, 600);

        for (int second = 25; second <= 36; second++) {
            sample("a", second, 18_000 + 600 * (second - 24));
            assertThat(observe("a").shortRate()).isLessThanOrEqualTo(600 + 1e-6);
        }

        assertThat(observe("a").shortSince()).isEqualTo(NOON.plusSeconds(25));
        assertThat(observe("a").shortRate()).isCloseTo(600, within(1e-6));
    }

    @Test
    void doesNotTakePodsThatAreAskedSideBySideForAClockThatIsSetBack() {
        for (int second = 0; second <= 30; second++) {
            sample("a", second, 100 * second);
            traffic.add(
                    "b", new PodSample(NOON.plusSeconds(second).minusMillis(20), 1, 100 * second, 0, 0, Answers.NONE));
        }

        assertThat(observe("a", "b").shortSince()).isEqualTo(NOON);
    }

    @Test
    void knowsNothingMoreOnceTheClockIsSetBackWhilePodsAreSilent() {
        steady("a", 0, 30, 100);
        observe("a");

        assertThat(traffic.observe(pods("a"), FRESH, NOON.minusSeconds(600))).isEmpty();
        assertThat(traffic.observe(pods("a"), FRESH, NOON.minusSeconds(590))).isEmpty();
        Observation overdue =
                traffic.observe(pods("a"), FRESH, NOON.minusSeconds(585)).orElseThrow();

        assertThat(overdue.answeringPods()).isZero();
    }

    /** Time comes to where the clock was once, and what was seen then is ten minutes old. */
    @Test
    void takesNothingForFreshWhenTheClockComesAgainToWhereItWas() {
        steady("a", 0, 30, 100);
        observe("a");

        traffic.observe(pods("a"), FRESH, NOON.minusSeconds(600));
        Observation again = traffic.observe(pods("a"), FRESH, now).orElseThrow();

        assertThat(again.answeringPods()).isZero();
    }

    @Test
    void takesWhatIsOldForFreshNoMoreWhenTheClockIsSetBackToIt() {
        steady("a", 0, 30, 100);
        traffic.observe(pods("a"), FRESH, NOON.plusSeconds(60));

        assertThat(traffic.observe(pods("a"), FRESH, NOON.plusSeconds(31))).isEmpty();
    }

    @Test
    void doesNotTakeAnObserverWhoLookedAtTheClockAMomentEarlierForAClockThatIsSetBack() {
        steady("a", 0, 30, 100);

        Observation seen =
                traffic.observe(pods("a"), FRESH, now.minusMillis(900)).orElseThrow();

        assertThat(seen.answeringPods()).isOne();
        assertThat(seen.shortSince()).isEqualTo(NOON);
    }

    @Test
    void keepsWhatItSawWhenTheWindowsChange() {
        steady("a", 0, 30, 100);

        traffic.measureWith(new Yardstick(Duration.ofSeconds(5), Duration.ofMinutes(10), 1000));

        assertThat(observe("a").shortRate()).isCloseTo(100, within(1e-6));
        assertThat(observe("a").shortSince()).isEqualTo(NOON);
    }

    private void steady(String pod, int from, int to, double rate) {
        for (int second = from; second <= to; second++) sample(pod, second, rate * second);
    }

    private void sample(String pod, int second, double client) {
        now = NOON.plusSeconds(second);
        traffic.add(pod, new PodSample(now, 1, client, 0, 0, Answers.NONE));
    }

    private Observation observe(String... pods) {
        return traffic.observe(pods(pods), FRESH, now).orElseThrow();
    }

    private static List<PodTarget> pods(String... names) {
        return Arrays.stream(names)
                .map(name -> new PodTarget(name, name, "127.0.0.1", 1, true))
                .toList();
    }
}
