package dev.mastio.bench.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against simulated servers, so that hundreds of searches take no time. */
class FloorSearchTest {

    private final List<Outcome> log = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(doubles = {3, 90, 1500, 1900, 24_000, 480_000})
    void findsTheCapacityOfAServer(double capacity) {
        FloorFinding finding = search(upTo(capacity));

        assertThat(found(finding).requestsPerSecond())
                .isCloseTo(capacity, Percentage.withPercentage(4))
                .isLessThanOrEqualTo(capacity);
        assertThat(found(finding).confidence()).isEqualTo(FloorFinding.Confidence.HIGH);
    }

    @Test
    void findsTheSameFloorTwiceOnANoisyMachine() {
        int apart = 0;
        for (int seed = 0; seed < 200; seed++) {
            Trial machine = noisy(1500, new Random(seed));
            double first = found(search(machine)).requestsPerSecond();
            double second = found(search(machine)).requestsPerSecond();
            if (Math.abs(first - second) > 0.1 * Math.min(first, second)) apart++;
        }

        assertThat(apart).as("of 200 pairs more than 10 %% apart").isLessThanOrEqualTo(4);
    }

    @Test
    void triesMoreOftenWhereHalfOfAllTrialsAreDisturbed() {
        SearchPlan standard = SearchPlan.STANDARD;
        SearchPlan patient = new SearchPlan(
                standard.start(),
                standard.highest(),
                standard.step(),
                standard.trial(),
                standard.proof(),
                6,
                standard.repeats(),
                standard.resolution());

        assertThat(low(standard)).as("of 200 too low, with two tries").isGreaterThan(100);
        assertThat(low(patient)).as("of 200 too low, with six").isLessThanOrEqualTo(20);
    }

    private static int low(SearchPlan plan) {
        int low = 0;
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Trial disturbed = (rate, _) -> outcome(rate, rate <= 1500 && random.nextBoolean());
            FloorFinding finding = new FloorSearch(disturbed, plan, _ -> {}).search();
            if (!(finding instanceof FloorFinding.Found found) || found.requestsPerSecond() < 1350) low++;
        }
        return low;
    }

    @Test
    void isNotFooledByOneBadTrial() {
        int[] trials = {0};
        Trial hiccup = (rate, _) -> outcome(rate, rate <= 1500 && ++trials[0] != 8);

        assertThat(found(search(hiccup)).requestsPerSecond()).isCloseTo(1500, Percentage.withPercentage(4));
    }

    @Test
    void goesDownFromAStartThatIsTooHigh() {
        SearchPlan plan = new SearchPlan(
                10_000, 1e6, Duration.ofSeconds(3), Duration.ofSeconds(6), Duration.ofSeconds(20), 2, 3, 0.03);

        assertThat(found(new FloorSearch(upTo(40), plan, log::add).search()).requestsPerSecond())
                .isCloseTo(40, Percentage.withPercentage(4));
    }

    @Test
    void doesNotReportTheLoadProgramsOwnLimitAsTheFloor() {
        FloorFinding finding = search((rate, _) -> new Outcome(rate, 500, 0, rate <= 30_000, rate > 30_000, ""));

        assertThat(finding).isInstanceOfSatisfying(FloorFinding.GeneratorLimited.class, limited -> {
            assertThat(limited.held()).isCloseTo(30_000, Percentage.withPercentage(4));
            assertThat(limited.failed().rate()).isGreaterThan(30_000);
        });
    }

    @Test
    void printsNoFloorWhereTheLoadProgramCouldNotDoMore() {
        Trial tired = (rate, length) ->
                new Outcome(rate, 500, 0, rate <= (length.toSeconds() > 10 ? 1400 : 1500), length.toSeconds() > 10, "");

        assertThat(search(tired)).isInstanceOf(FloorFinding.GeneratorLimited.class);
    }

    @Test
    void triesBelowARungThatWasOnlyHeldForAMoment() {
        Trial buffering = (rate, length) -> outcome(rate, rate <= (length.toSeconds() > 4 ? 1000 : 1900));

        assertThat(found(search(buffering)).requestsPerSecond()).isCloseTo(1000, Percentage.withPercentage(4));
    }

    @Test
    void lowersAFloorThatALongerTrialDoesNotConfirm() {
        Trial slowlyFilling = (rate, length) -> outcome(rate, rate <= (length.toSeconds() > 10 ? 1300 : 1500));

        FloorFinding.Found found = found(search(slowlyFilling));

        assertThat(found.requestsPerSecond()).isLessThanOrEqualTo(1300).isGreaterThan(1200);
        assertThat(found.proof().held()).isTrue();
    }

    @Test
    void saysWhenNothingIsSustained() {
        assertThat(search((rate, _) -> outcome(rate, false))).isInstanceOf(FloorFinding.NothingHeld.class);
    }

    @Test
    void saysWhenEveryAllowedRateIsSustained() {
        assertThat(search((rate, _) -> outcome(rate, true))).isEqualTo(new FloorFinding.AboveHighest(1_000_000));
    }

    @Test
    void letsTheServerRecoverAfterEachOverload() {
        List<Double> offered = new ArrayList<>();
        search((rate, _) -> {
            offered.add(rate);
            return outcome(rate, rate <= 1500);
        });

        for (int i = 0; i < offered.size() - 1; i++)
            if (offered.get(i) > 1500) assertThat(offered.get(i + 1)).isEqualTo(offered.get(i) / 10);
    }

    @Test
    void callsRepeatsThatLieFarApartWhatTheyAre() {
        Outcome proof = outcome(1000, true);

        assertThat(new FloorFinding.Found(1000, List.of(980.0, 1000.0, 1010.0), proof).confidence())
                .isEqualTo(FloorFinding.Confidence.HIGH);
        assertThat(new FloorFinding.Found(1000, List.of(950.0, 1000.0, 1040.0), proof).confidence())
                .isEqualTo(FloorFinding.Confidence.FAIR);
        assertThat(new FloorFinding.Found(1000, List.of(800.0, 1000.0, 1040.0), proof).confidence())
                .isEqualTo(FloorFinding.Confidence.LOW);
        assertThat(new FloorFinding.Found(1000, List.of(1000.0), proof).confidence())
                .isEqualTo(FloorFinding.Confidence.UNKNOWN);
    }

    private FloorFinding search(Trial trial) {
        return new FloorSearch(trial, SearchPlan.STANDARD, log::add).search();
    }

    private static Trial upTo(double capacity) {
        return (rate, _) -> outcome(rate, rate <= capacity);
    }

    /** The capacity wanders by 3 % from trial to trial, and each tenth trial meets a neighbour. */
    private static Trial noisy(double capacity, Random random) {
        return (rate, _) ->
                outcome(rate, rate <= capacity * (1 + 0.03 * random.nextGaussian()) && random.nextInt(10) > 0);
    }

    private static Outcome outcome(double rate, boolean held) {
        return new Outcome(rate, held ? 20 : 900, 0, held, false, "");
    }

    private static FloorFinding.Found found(FloorFinding finding) {
        assertThat(finding).isInstanceOf(FloorFinding.Found.class);
        return (FloorFinding.Found) finding;
    }
}
