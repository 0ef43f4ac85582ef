package dev.mastio.operator.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mastio.api.MastioInstanceStatus.SoakRun;
import dev.mastio.api.MastioInstanceStatus.SoakStatus;
import dev.mastio.api.MastioInstanceStatus.Verdict;
import dev.mastio.api.Soak;
import dev.mastio.operator.soak.ObservedRun.JobEnd;
import dev.mastio.operator.soak.ObservedRun.PodFact;
import dev.mastio.operator.soak.ObservedRun.Termination;
import dev.mastio.operator.soak.SoakDecision.RunToStart;
import dev.mastio.operator.soak.SoakHealth.Reason;
import dev.mastio.operator.soak.SoakObservation.CronJobSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SoakPlanTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final Instant LONG_AGO = NOON.minus(Duration.ofDays(30));
    private static final CronJobSeen RUNNING = new CronJobSeen(false, LONG_AGO);
    private static final CronJobSeen SUSPENDED = new CronJobSeen(true, LONG_AGO);
    private static final RunToken TOKEN = RunToken.of("release-7").orElseThrow();
    private static final String ON_DEMAND = TOKEN.jobName("demo");

    private final SoakPlan everyHour = SoakPlan.of(soak("0 * * * *", false));

    @Test
    void aTokenFirstSuspendsTheCronJobAndOnlyThenStartsItsRun() {
        SoakDecision first = everyHour.decide(seen(TOKEN, null, RUNNING), NOON);
        SoakDecision second = everyHour.decide(seen(TOKEN, first.status(), SUSPENDED), NOON);

        assertThat(first.suspendCronJob()).isTrue();
        assertThat(first.start()).isEmpty();
        assertThat(second.suspendCronJob()).isTrue();
        assertThat(second.start()).contains(new RunToStart(ON_DEMAND, TOKEN));
    }

    @Test
    void aTokenWaitsForTheRunThatGoesOn() {
        ObservedRun scheduled = active("demo-soak-1", NOON.minusSeconds(60));

        SoakDecision decision = everyHour.decide(seen(TOKEN, null, SUSPENDED, scheduled), NOON);

        assertThat(decision.start()).isEmpty();
        assertThat(decision.suspendCronJob()).isTrue();
        assertThat(decision.status().active()).isEqualTo("demo-soak-1");
    }

    @Test
    void aTokenIsHandledOnceEvenWhenItsJobIsGone() {
        ObservedRun running = onDemand(Optional.empty(), Optional.empty());
        ObservedRun ended = onDemand(Optional.of(complete(NOON)), Optional.of(passed(ON_DEMAND)));

        SoakDecision seen = everyHour.decide(seen(TOKEN, null, SUSPENDED, running), NOON);
        SoakDecision over = everyHour.decide(seen(TOKEN, seen.status(), SUSPENDED, ended), NOON);
        SoakDecision gone = everyHour.decide(seen(TOKEN, over.status(), RUNNING), NOON);

        assertThat(seen.status().handledToken()).isEqualTo("release-7");
        assertThat(seen.suspendCronJob()).isTrue();
        assertThat(over.suspendCronJob()).isFalse();
        assertThat(over.finished()).singleElement().extracting(SoakRun::verdict).isEqualTo(Verdict.Passed);
        assertThat(gone.start()).isEmpty();
        assertThat(gone.suspendCronJob()).isFalse();
    }

    @Test
    void aJobThatACrashLeftBehindIsAdoptedInsteadOfStartedAgain() {
        ObservedRun orphan = onDemand(Optional.empty(), Optional.empty());

        SoakDecision decision = everyHour.decide(seen(TOKEN, null, SUSPENDED, orphan), NOON);

        assertThat(decision.start()).isEmpty();
        assertThat(decision.status().handledToken()).isEqualTo("release-7");
        assertThat(decision.status().active()).isEqualTo(ON_DEMAND);
    }

    @Test
    void untilItsJobIsSeenATokenIsNotHandledSoThatTheCronJobStaysSuspended() {
        SoakDecision created = everyHour.decide(seen(TOKEN, null, SUSPENDED), NOON);
        SoakDecision notYetSeen = everyHour.decide(seen(TOKEN, created.status(), SUSPENDED), NOON);

        assertThat(created.status().handledToken()).isNull();
        assertThat(notYetSeen.suspendCronJob()).isTrue();
        assertThat(notYetSeen.start()).isEqualTo(created.start());
    }

    @Test
    void aRunOnDemandWorksWhileTheScheduleIsSuspendedByTheUser() {
        SoakPlan suspended = SoakPlan.of(soak("0 * * * *", true));

        SoakDecision decision = suspended.decide(seen(TOKEN, null, SUSPENDED), NOON);

        assertThat(decision.start()).isPresent();
        assertThat(decision.suspendCronJob()).isTrue();
        assertThat(decision.status().nextScheduleTime()).isNull();
    }

    @Test
    void twoRunsAtTheSameTimeAreBothInconclusive() {
        ObservedRun scheduled = ended("demo-soak-1", NOON.minusSeconds(600), NOON, passed("demo-soak-1"));
        ObservedRun other = onDemand(Optional.of(complete(NOON)), Optional.of(failed(ON_DEMAND, "HeapDrift")));

        SoakDecision decision = everyHour.decide(seen(TOKEN, null, RUNNING, scheduled, other), NOON);

        assertThat(decision.finished()).hasSize(2).allSatisfy(run -> {
            assertThat(run.verdict()).isEqualTo(Verdict.Inconclusive);
            assertThat(run.reason()).isEqualTo("Overlapping");
        });
    }

    /** A deleted namesake's, or of a CronJob that was made again: it loads the same proxies until it is taken away. */
    @Test
    void aRunThatIsNoneOfTheInstancesIsWaitedForAndSpoilsWhatRunsBesideIt() {
        ObservedRun left = active("demo-soak-7", NOON.minusSeconds(300));
        ObservedRun own = ended("demo-soak-8", NOON.minusSeconds(200), NOON, passed("demo-soak-8"));

        SoakDecision decision = everyHour.decide(beside(seen(TOKEN, null, SUSPENDED, own), left), NOON);

        assertThat(decision.start()).isEmpty();
        assertThat(decision.health().message()).contains("waits for the end of the Job demo-soak-7");
        assertThat(decision.status().active()).isNull();
        assertThat(decision.finished())
                .singleElement()
                .extracting(SoakRun::reason)
                .isEqualTo("Overlapping");
    }

    @Test
    void aNameThatIsTheSameHandlesNoToken() {
        ObservedRun left = onDemand(Optional.of(complete(NOON)), Optional.of(passed(ON_DEMAND)));

        SoakDecision decision = everyHour.decide(beside(seen(TOKEN, null, SUSPENDED), left), NOON);

        assertThat(decision.start()).isPresent();
        assertThat(decision.status().handledToken()).isNull();
        assertThat(decision.finished()).isEmpty();
    }

    @Test
    void runsOneAfterTheOtherKeepTheirVerdicts() {
        ObservedRun first = ended("demo-soak-1", NOON.minusSeconds(600), NOON.minusSeconds(300), passed("demo-soak-1"));
        ObservedRun second = ended("demo-soak-2", NOON.minusSeconds(300), NOON, passed("demo-soak-2"));

        SoakDecision decision = everyHour.decide(seen(null, null, RUNNING, first, second), NOON);

        assertThat(decision.finished()).extracting(SoakRun::name).containsExactly("demo-soak-2", "demo-soak-1");
        assertThat(decision.finished()).extracting(SoakRun::verdict).containsOnly(Verdict.Passed);
    }

    @Test
    void aRunIsRecordedOnce() {
        ObservedRun run = ended("demo-soak-1", NOON.minusSeconds(600), NOON, passed("demo-soak-1"));

        SoakDecision first = everyHour.decide(seen(null, null, RUNNING, run), NOON);
        SoakDecision second = everyHour.decide(seen(null, first.status(), RUNNING, run), NOON);

        assertThat(first.finished()).hasSize(1);
        assertThat(second.finished()).isEmpty();
        assertThat(second.status()).isEqualTo(first.status());
    }

    @Test
    void aTokenThatComesAgainHasAVerdictOfItsOwn() {
        ObservedRun first = ended(ON_DEMAND, NOON.minusSeconds(600), NOON, passed(ON_DEMAND));
        Instant dayAfter = NOON.plus(Duration.ofDays(1));
        ObservedRun again = ended(ON_DEMAND, dayAfter, dayAfter.plusSeconds(600), failed(ON_DEMAND, "HeapDrift"));

        SoakStatus before =
                everyHour.decide(seen(TOKEN, null, SUSPENDED, first), NOON).status();
        SoakDecision running = everyHour.decide(seen(TOKEN, before, SUSPENDED, active(ON_DEMAND, dayAfter)), dayAfter);
        SoakDecision over = everyHour.decide(seen(TOKEN, running.status(), RUNNING, again), dayAfter.plusSeconds(600));
        SoakDecision later = everyHour.decide(seen(TOKEN, over.status(), RUNNING, again), dayAfter.plusSeconds(700));

        assertThat(running.status().active()).isEqualTo(ON_DEMAND);
        assertThat(over.finished()).singleElement().extracting(SoakRun::reason).isEqualTo("HeapDrift");
        assertThat(over.status().runs()).hasSize(2);
        assertThat(later.finished()).isEmpty();
    }

    @Test
    void aTokenThatComesAgainAndWhoseJobIsDeletedIsNotForgotten() {
        Instant dayAfter = NOON.plus(Duration.ofDays(1));

        SoakStatus first = everyHour
                .decide(seen(TOKEN, null, SUSPENDED, active(ON_DEMAND, NOON)), NOON)
                .status();
        SoakStatus deleted = everyHour
                .decide(seen(TOKEN, first, RUNNING), NOON.plusSeconds(60))
                .status();
        SoakStatus again = everyHour
                .decide(seen(TOKEN, deleted, SUSPENDED, active(ON_DEMAND, dayAfter)), dayAfter)
                .status();
        SoakDecision over = everyHour.decide(seen(TOKEN, again, RUNNING), dayAfter.plusSeconds(60));

        assertThat(deleted.runs()).hasSize(1);
        assertThat(over.finished()).singleElement().extracting(SoakRun::reason).isEqualTo("JobDeleted");
    }

    /** Its Job is kept for a day, its pod perhaps not. */
    @Test
    void aRunIsToldOnceAlsoWhereNoSoakWasDeclaredInBetween() {
        ObservedRun run = onDemand(Optional.of(complete(NOON)), Optional.of(passed(ON_DEMAND)));
        ObservedRun podless = asked(ON_DEMAND, run.createdAt(), NOON, PodFact.GONE);

        SoakDecision told = everyHour.decide(seen(TOKEN, null, RUNNING, run), NOON);
        Optional<SoakStatus> without = SoakPlan.without(Optional.of(told.status()));
        SoakDecision again =
                everyHour.decide(seen(TOKEN, without.orElseThrow(), RUNNING, podless), NOON.plus(Duration.ofHours(1)));

        assertThat(told.finished()).hasSize(1);
        assertThat(again.finished()).isEmpty();
        assertThat(again.status().runs()).isEqualTo(told.status().runs());
        assertThat(without.orElseThrow().nextScheduleTime()).isNull();
    }

    @Test
    void whereThereWasNoSoakNothingIsRemembered() {
        SoakStatus nothing = new SoakStatus("2026-11-24T13:00:00Z", null, null, null, null, List.of());

        assertThat(SoakPlan.without(Optional.empty())).isEmpty();
        assertThat(SoakPlan.without(Optional.of(nothing))).isEmpty();
    }

    /** It began when its pod did, by the pod's own clock. */
    @Test
    void aRunThatAnEarlierVersionRecordedIsNotToldAgain() {
        ObservedRun run = ended("demo-soak-1", NOON.minusSeconds(600), NOON, passed("demo-soak-1"));
        SoakRun now = everyHour
                .decide(seen(null, null, RUNNING, run), NOON)
                .finished()
                .getFirst();
        SoakRun then = new SoakRun(
                now.name(),
                now.verdict(),
                now.reason(),
                now.message(),
                NOON.minusSeconds(594).toString(),
                NOON.minusSeconds(2).toString(),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        SoakStatus status = new SoakStatus(null, null, null, Verdict.Passed, null, List.of(then));

        assertThat(everyHour.decide(seen(null, status, RUNNING, run), NOON).finished())
                .isEmpty();
    }

    @Test
    void tenRunsAreKeptAndOlderJobsAreNotRecordedAgain() {
        ObservedRun[] runs = IntStream.range(0, 14)
                .mapToObj(i -> ended(
                        "demo-soak-" + (10 + i),
                        NOON.minusSeconds(6000 - 100L * i),
                        NOON.minusSeconds(5990 - 100L * i),
                        passed("demo-soak-" + (10 + i))))
                .toArray(ObservedRun[]::new);

        SoakDecision first = everyHour.decide(seen(null, null, RUNNING, runs), NOON);
        SoakDecision second = everyHour.decide(seen(null, first.status(), RUNNING, runs), NOON);

        assertThat(first.status().runs()).hasSize(10);
        assertThat(first.status().runs().getFirst().name()).isEqualTo("demo-soak-23");
        assertThat(second.finished()).isEmpty();
        assertThat(second.status()).isEqualTo(first.status());
    }

    @Test
    void aCompleteJobWithoutAVerdictIsAnErrorAndNeverPassed() {
        Termination silent = new Termination("", "Completed", 0);

        assertThat(recorded(Optional.of(silent), "")).isEqualTo("Error NoVerdict");
        assertThat(recorded(Optional.of(new Termination("Passed", "Completed", 0)), ""))
                .isEqualTo("Error NoVerdict");
        assertThat(recorded(Optional.of(new Termination("", "OOMKilled", 137)), "BackoffLimitExceeded"))
                .isEqualTo("Error OutOfMemory");
        assertThat(recorded(Optional.of(new Termination("", "Evicted", -1)), "BackoffLimitExceeded"))
                .isEqualTo("Error NoVerdict");
        assertThat(recorded(Optional.empty(), "DeadlineExceeded")).isEqualTo("Error DeadlineExceeded");
        assertThat(recorded(Optional.empty(), "BackoffLimitExceeded")).isEqualTo("Error PodLost");
    }

    @Test
    void theVerdictCountsAndNotHowTheJobEnded() {
        Termination verdict = failed("demo-soak-1", "ResidentDrift");

        assertThat(recorded(Optional.of(verdict), "")).isEqualTo("Failed ResidentDrift");
        assertThat(recorded(Optional.of(passed("demo-soak-1")), "BackoffLimitExceeded"))
                .isEqualTo("Passed WithinLimits");
    }

    @Test
    void theLastWordsOfAPodAreAwaitedForAWhile() {
        ObservedRun run = asked("demo-soak-1", NOON.minusSeconds(600), NOON, PodFact.GONE);

        SoakDecision early = everyHour.decide(seen(null, null, RUNNING, run), NOON.plusSeconds(1));
        SoakDecision late = everyHour.decide(seen(null, early.status(), RUNNING, run), NOON.plus(SoakPlan.SETTLE));

        assertThat(early.finished()).isEmpty();
        assertThat(early.lookAgain()).contains(NOON.plus(SoakPlan.SETTLE));
        assertThat(late.finished()).singleElement().extracting(SoakRun::reason).isEqualTo("PodLost");
    }

    /** The watch of pods is behind that of Jobs, or the operator's clock is ahead. */
    @Test
    void aRunIsNotLostBecauseNoEndOfItsPodIsSeenYet() {
        ObservedRun silent = ended("demo-soak-1", NOON.minusSeconds(600), NOON, null);
        ObservedRun heard = ended("demo-soak-1", NOON.minusSeconds(600), NOON, passed("demo-soak-1"));
        Instant late = NOON.plusSeconds(40);
        SoakObservation seen = seen(null, null, RUNNING, silent);

        SoakDecision before = everyHour.decide(seen, late);
        SoakDecision after = everyHour.decide(seen(null, before.status(), RUNNING, heard), late.plusSeconds(1));

        assertThat(before.finished()).isEmpty();
        assertThat(before.status().active()).isEqualTo("demo-soak-1");
        assertThat(before.lookAgain()).contains(late.plus(SoakPlan.SETTLE));
        assertThat(after.finished())
                .singleElement()
                .extracting(SoakRun::verdict)
                .isEqualTo(Verdict.Passed);
    }

    /** It is on a node that is down, say. */
    @Test
    void aPodThatDoesNotEndIsNotAwaitedForEver() {
        ObservedRun silent = asked("demo-soak-1", NOON.minusSeconds(600), NOON, PodFact.THERE);
        Instant end = NOON.plus(SoakPlan.PATIENCE);

        SoakDecision before = everyHour.decide(seen(null, null, RUNNING, silent), end.minusSeconds(1));
        SoakDecision after = everyHour.decide(seen(null, before.status(), RUNNING, silent), end);

        assertThat(before.finished()).isEmpty();
        assertThat(before.lookAgain()).contains(end);
        assertThat(after.finished()).singleElement().satisfies(run -> {
            assertThat(run.reason()).isEqualTo("PodUnfinished");
            assertThat(run.message()).contains("pod had not ended").doesNotContain("gone");
        });
    }

    @Test
    void theApiServerIsAskedOfEndedRunsThatHaveNotSpokenAndAreNotRecorded() {
        Instant late = NOON.plus(SoakPlan.SETTLE);
        ObservedRun silent = ended("demo-soak-1", NOON.minusSeconds(600), NOON, null);
        ObservedRun heard = ended("demo-soak-2", NOON.minusSeconds(600), NOON, passed("demo-soak-2"));
        ObservedRun going = active("demo-soak-3", NOON);
        SoakObservation seen = seen(null, null, RUNNING, silent, heard, going);
        ObservedRun gone = asked("demo-soak-1", NOON.minusSeconds(600), NOON, PodFact.GONE);
        SoakStatus recorded =
                everyHour.decide(seen.with(Map.of("demo-soak-1", gone)), late).status();

        assertThat(SoakPlan.unheard(seen, late.minusSeconds(1))).isEmpty();
        assertThat(SoakPlan.unheard(seen, late)).containsExactly(silent);
        assertThat(SoakPlan.unheard(seen(null, recorded, RUNNING, silent, heard, going), late))
                .isEmpty();
    }

    /** As after it was down for an hour, and pods can't be listed for a moment. */
    @Test
    void withoutAWordOfTheApiServerNothingIsRecordedHoweverLongAgoTheRunEnded() {
        ObservedRun silent = ended("demo-soak-1", NOON.minusSeconds(600), NOON, null);

        SoakDecision decision = everyHour.decide(seen(null, null, RUNNING, silent), NOON.plus(Duration.ofHours(1)));

        assertThat(decision.finished()).isEmpty();
        assertThat(decision.status().active()).isEqualTo("demo-soak-1");
    }

    @Test
    void theApiServerIsNotAskedOfRunsThatAreTooOldToBeKept() {
        ObservedRun silent = ended("demo-soak-1", NOON.minusSeconds(8000), NOON.minusSeconds(7000), null);
        ObservedRun[] runs = IntStream.range(0, 10)
                .mapToObj(i -> "demo-soak-" + (10 + i))
                .map(name -> ended(name, NOON.minusSeconds(600), NOON, passed(name)))
                .toArray(ObservedRun[]::new);
        SoakStatus full =
                everyHour.decide(seen(null, null, RUNNING, runs), NOON).status();

        assertThat(SoakPlan.unheard(seen(null, null, RUNNING, silent), NOON)).containsExactly(silent);
        assertThat(SoakPlan.unheard(seen(null, full, RUNNING, silent), NOON)).isEmpty();
        assertThat(everyHour
                        .decide(seen(null, full, RUNNING, silent), NOON)
                        .status()
                        .active())
                .isNull();
    }

    @Test
    void whatTheApiServerSaysOfARunTakesThePlaceOfWhatACacheHas() {
        ObservedRun silent = ended("demo-soak-1", NOON.minusSeconds(600), NOON, null);
        ObservedRun heard = ended("demo-soak-1", NOON.minusSeconds(600), NOON, passed("demo-soak-1"));
        ObservedRun other = active("demo-soak-2", NOON);

        assertThat(seen(null, null, RUNNING, silent, other)
                        .with(Map.of("demo-soak-1", heard))
                        .runs())
                .containsExactly(heard, other);
    }

    /** Its CronJob's label was taken away, say, and comes back: then the verdict is still to come. */
    @Test
    void aRunOfWhichItIsNotKnownWhoseItIsAnyMoreIsNoDeletedOne() {
        ObservedRun run = active("demo-soak-1", NOON);
        ObservedRun ended = ended("demo-soak-1", NOON, NOON.plusSeconds(60), passed("demo-soak-1"));

        SoakDecision before = everyHour.decide(seen(null, null, RUNNING, run), NOON);
        SoakDecision after = everyHour.decide(beside(seen(null, before.status(), RUNNING), run), NOON);
        SoakDecision again = everyHour.decide(seen(null, after.status(), RUNNING, ended), NOON.plusSeconds(60));

        assertThat(after.finished()).isEmpty();
        assertThat(again.finished())
                .singleElement()
                .extracting(SoakRun::verdict)
                .isEqualTo(Verdict.Passed);
    }

    /** Its CronJob was deleted, and it follows a moment later. */
    @Test
    void aRunThatGoesAfterItsScheduleIsNotForgotten() {
        ObservedRun run = active("demo-soak-1", NOON);

        SoakDecision before = everyHour.decide(seen(null, null, RUNNING, run), NOON);
        SoakDecision orphan = everyHour.decide(beside(seen(null, before.status(), RUNNING), run), NOON);
        SoakDecision gone = everyHour.decide(seen(null, orphan.status(), RUNNING), NOON);

        assertThat(gone.finished()).singleElement().extracting(SoakRun::reason).isEqualTo("JobDeleted");
    }

    @Test
    void aJobThatIsDeletedInMidRunIsNotForgotten() {
        ObservedRun run = active("demo-soak-1", NOON);

        SoakDecision before = everyHour.decide(seen(null, null, RUNNING, run), NOON);
        SoakDecision after = everyHour.decide(seen(null, before.status(), RUNNING), NOON);

        assertThat(after.finished()).singleElement().extracting(SoakRun::reason).isEqualTo("JobDeleted");
        assertThat(after.status().active()).isNull();
    }

    @Test
    void aSlotWithoutARunIsOverdueAfterTheGrace() {
        Instant inGrace = NOON.plus(SoakPlan.GRACE).minusSeconds(1);
        Instant late = NOON.plus(SoakPlan.GRACE).plusSeconds(1);
        ObservedRun earlier =
                ended("demo-soak-1", NOON.minusSeconds(3600), NOON.minusSeconds(600), passed("demo-soak-1"));

        SoakDecision before = everyHour.decide(seen(null, null, RUNNING, earlier), inGrace);
        SoakDecision after = everyHour.decide(seen(null, before.status(), RUNNING, earlier), late);

        assertThat(before.health().reason()).isEqualTo(Reason.SoakPassed);
        assertThat(before.lookAgain()).contains(NOON.plus(SoakPlan.GRACE));
        assertThat(after.health().reason()).isEqualTo(Reason.SoakOverdue);
        assertThat(after.health().message()).contains("due at 2026-11-24T12:00:00Z");
    }

    @Test
    void aSlotIsNotOverdueWhenARunWentOnOrTheScheduleWasAnother() {
        Instant late = NOON.plus(SoakPlan.GRACE).plusSeconds(1);
        ObservedRun longRun = active("demo-soak-1", NOON.minusSeconds(1800));
        CronJobSeen changedSince = new CronJobSeen(false, NOON.plusSeconds(10));

        assertThat(everyHour
                        .decide(seen(null, null, RUNNING, longRun), late)
                        .health()
                        .reason())
                .isEqualTo(Reason.NeverRun);
        assertThat(everyHour
                        .decide(seen(null, null, changedSince), late)
                        .health()
                        .reason())
                .isEqualTo(Reason.NeverRun);
        assertThat(everyHour.decide(seen(null, null, SUSPENDED), late).health().reason())
                .isEqualTo(Reason.NeverRun);
        assertThat(everyHour.decide(seen(null, null, RUNNING), late).health().reason())
                .isEqualTo(Reason.SoakOverdue);
    }

    @Test
    void aLeakStaysInSightWhenTheNextRunIsOverdue() {
        ObservedRun leak = ended(
                "demo-soak-1", NOON.minusSeconds(3600), NOON.minusSeconds(600), failed("demo-soak-1", "HeapDrift"));

        SoakHealth health = everyHour
                .decide(
                        seen(null, null, RUNNING, leak),
                        NOON.plus(SoakPlan.GRACE).plusSeconds(1))
                .health();

        assertThat(health.reason()).isEqualTo(Reason.LeakSuspected);
        assertThat(health.status()).isEqualTo("False");
        assertThat(health.message()).contains("due at");
    }

    @Test
    void healthTellsLeaksFromOtherFailures() {
        assertThat(healthAfter(failed("demo-soak-1", "ResidentDrift"))).isEqualTo(Reason.LeakSuspected);
        assertThat(healthAfter(failed("demo-soak-1", "LatencyBreached"))).isEqualTo(Reason.SoakFailed);
        assertThat(healthAfter(verdict("demo-soak-1", "Inconclusive", "PodRestarted")))
                .isEqualTo(Reason.SoakInconclusive);
        assertThat(healthAfter(new Termination("", "Error", 1))).isEqualTo(Reason.SoakError);
    }

    @Test
    void theStatusSaysWhenTheScheduleFiresAndFired() {
        ObservedRun run = active("demo-soak-1", NOON);

        SoakStatus status =
                everyHour.decide(seen(null, null, RUNNING, run), NOON).status();

        assertThat(status.nextScheduleTime()).isEqualTo("2026-11-24T13:00:00Z");
        assertThat(status.lastScheduleTime()).isEqualTo("2026-11-24T12:00:00Z");
    }

    @Test
    void aTimeZoneThatIsNoneIsRefused() {
        for (String zone : List.of("Europe/Roma", "+02:00", "local", "")) {
            assertThatThrownBy(() -> SoakPlan.of(soak(Map.of("schedule", "@daily", "timeZone", zone))))
                    .isInstanceOf(InvalidScheduleException.class)
                    .hasMessageContaining("timeZone '" + zone + "'");
        }
    }

    private String recorded(Optional<Termination> termination, String jobReason) {
        ObservedRun run = new ObservedRun(
                "demo-soak-1",
                NOON.minusSeconds(600),
                Optional.of(NOON.minusSeconds(600)),
                Optional.of(new JobEnd(NOON, jobReason)),
                termination,
                termination.isEmpty() ? PodFact.GONE : PodFact.UNKNOWN);
        SoakRun recorded = everyHour
                .decide(seen(null, null, RUNNING, run), NOON.plus(SoakPlan.SETTLE))
                .finished()
                .getFirst();
        return recorded.verdict() + " " + recorded.reason();
    }

    private Reason healthAfter(Termination termination) {
        ObservedRun run = ended("demo-soak-1", NOON.minusSeconds(600), NOON, termination);
        return everyHour.decide(seen(null, null, RUNNING, run), NOON).health().reason();
    }

    private static Soak soak(String schedule, boolean suspend) {
        return soak(Map.of("schedule", schedule, "suspend", suspend));
    }

    private static Soak soak(Map<String, ?> spec) {
        return new ObjectMapper().convertValue(spec, Soak.class);
    }

    private static SoakObservation seen(
            @Nullable RunToken token, @Nullable SoakStatus status, CronJobSeen cronJob, ObservedRun... runs) {
        return new SoakObservation(
                "demo",
                Optional.ofNullable(token),
                Optional.ofNullable(status),
                Optional.of(cronJob),
                List.of(runs),
                List.of());
    }

    /** The same beside what a deleted namesake has left. */
    private static SoakObservation beside(SoakObservation seen, ObservedRun... others) {
        return new SoakObservation(
                seen.instance(), seen.token(), seen.status(), seen.cronJob(), seen.runs(), List.of(others));
    }

    private static ObservedRun active(String name, Instant slot) {
        return new ObservedRun(name, slot, Optional.of(slot), Optional.empty(), Optional.empty(), PodFact.UNKNOWN);
    }

    private static ObservedRun ended(String name, Instant slot, Instant end, @Nullable Termination termination) {
        return new ObservedRun(
                name,
                slot,
                Optional.of(slot),
                Optional.of(complete(end)),
                Optional.ofNullable(termination),
                PodFact.UNKNOWN);
    }

    /** The API server was asked of its pod, which has not spoken. */
    private static ObservedRun asked(String name, Instant slot, Instant end, PodFact pod) {
        return new ObservedRun(name, slot, Optional.of(slot), Optional.of(complete(end)), Optional.empty(), pod);
    }

    private static ObservedRun onDemand(Optional<JobEnd> end, Optional<Termination> termination) {
        return new ObservedRun(ON_DEMAND, NOON.minusSeconds(300), Optional.empty(), end, termination, PodFact.UNKNOWN);
    }

    private static JobEnd complete(Instant at) {
        return new JobEnd(at, "");
    }

    private static Termination passed(String run) {
        return verdict(run, "Passed", "WithinLimits");
    }

    private static Termination failed(String run, String reason) {
        return verdict(run, "Failed", reason);
    }

    /** With a start by the run's own clock, which is its pod's. */
    private static Termination verdict(String run, String verdict, String reason) {
        String json = """
                {"run":"%s","verdict":"%s","reason":"%s","message":"so it is","startedAt":"2026-11-24T12:00:07Z"}""".formatted(run, verdict, reason);
        return new Termination(json, "Completed", 0);
    }
}
