package dev.mastio.local.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CronPlanTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void startsAtEachMinuteBoundaryAndNotBetween() {
        CronJob cron = cron("* * * * *", "2026-03-01T11:59:00Z").build();

        assertThat(CronPlan.of(cron, List.of(), NOON.minusSeconds(1)).start()).isEmpty();
        assertThat(CronPlan.of(cron, List.of(), NOON).start()).contains(NOON);
        assertThat(CronPlan.of(cron, List.of(), NOON).next()).contains(NOON.plusSeconds(60));
    }

    @Test
    void startsTheLatestOfSeveralMissedTimesOnly() {
        CronJob cron = cron("0 * * * *", "2026-03-01T03:00:00Z").build();

        assertThat(CronPlan.of(cron, List.of(), NOON.plusSeconds(300)).start()).contains(NOON);
    }

    @Test
    void leavesATimeOutWhoseStartingDeadlineHasPassed() {
        CronJob cron = cron("0 * * * *", "2026-03-01T03:00:00Z")
                .editSpec()
                .withStartingDeadlineSeconds(60L)
                .endSpec()
                .build();

        assertThat(CronPlan.of(cron, List.of(), NOON.plusSeconds(59)).start()).contains(NOON);
        assertThat(CronPlan.of(cron, List.of(), NOON.plusSeconds(61)).start()).isEmpty();
    }

    @Test
    void startsNothingWhileSuspendedAndHasNoNextTime() {
        CronJob cron =
                cron("* * * * *", null).editSpec().withSuspend(true).endSpec().build();

        CronPlan plan = CronPlan.of(cron, List.of(), NOON);

        assertThat(plan.start()).isEmpty();
        assertThat(plan.next()).isEmpty();
    }

    @Test
    void forbidWaitsForTheRunningJob() {
        CronJob cron = policy("Forbid");

        CronPlan plan = CronPlan.of(cron, List.of(running("a")), NOON);

        assertThat(plan.start()).isEmpty();
        assertThat(plan.skipped()).isTrue();
        assertThat(CronPlan.of(cron, List.of(ended("a", "Complete", NOON)), NOON)
                        .start())
                .contains(NOON);
    }

    @Test
    void replaceEndsTheRunningJob() {
        CronPlan plan = CronPlan.of(policy("Replace"), List.of(running("a")), NOON);

        assertThat(plan.start()).contains(NOON);
        assertThat(plan.stop()).extracting(job -> job.getMetadata().getName()).containsExactly("a");
    }

    @Test
    void clearsTheOldestEndedJobsBeyondTheLimits() {
        List<Job> jobs = IntStream.range(0, 5)
                .mapToObj(i -> ended("ok" + i, "Complete", NOON.plusSeconds(i)))
                .toList();

        CronPlan plan = CronPlan.of(policy("Allow"), jobs, NOON.minusSeconds(1));

        assertThat(plan.clear()).extracting(job -> job.getMetadata().getName()).containsExactly("ok1", "ok0");
    }

    private static CronJob policy(String policy) {
        return cron("0 * * * *", "2026-03-01T11:00:00Z")
                .editSpec()
                .withConcurrencyPolicy(policy)
                .endSpec()
                .build();
    }

    private static CronJobBuilder cron(String schedule, @Nullable String last) {
        return new CronJobBuilder()
                .withNewMetadata()
                .withName("c")
                .withCreationTimestamp("2026-03-01T00:00:00Z")
                .endMetadata()
                .withNewSpec()
                .withSchedule(schedule)
                .endSpec()
                .withNewStatus()
                .withLastScheduleTime(last)
                .endStatus();
    }

    private static Job running(String name) {
        return new JobBuilder().withNewMetadata().withName(name).endMetadata().build();
    }

    private static Job ended(String name, String type, Instant at) {
        return new JobBuilder(running(name))
                .withNewStatus()
                .addNewCondition()
                .withType(type)
                .withStatus("True")
                .withLastTransitionTime(at.toString())
                .endCondition()
                .endStatus()
                .build();
    }
}
