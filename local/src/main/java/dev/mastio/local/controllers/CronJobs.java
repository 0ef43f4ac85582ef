package dev.mastio.local.controllers;

import dev.mastio.local.loop.Key;
import dev.mastio.local.loop.Loop;
import dev.mastio.local.loop.Mirrors;
import dev.mastio.local.loop.Recorder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Starts a Job each time a CronJob is due. */
final class CronJobs implements Controller {

    private final Mirrors mirrors;
    private final Recorder events;
    private final Clock clock;
    private final Loop loop = new Loop("cronjobs", 1, this::reconcile);
    private final Alarms alarms = new Alarms(loop::add);

    CronJobs(Mirrors mirrors, Recorder events, Clock clock) {
        this.mirrors = mirrors;
        this.events = events;
        this.clock = clock;
        Triggers.onEach(mirrors.cronJobs(), loop);
        Triggers.onOwned(mirrors.jobs(), "CronJob", loop);
    }

    private Optional<Duration> reconcile(Key key) {
        alarms.clear(key);
        CronJob cron = mirrors.cronJobs().get(key);
        if (cron == null || PodFacts.isLeaving(cron)) {
            return Optional.empty();
        }
        try {
            List<Job> jobs = mirrors.jobs().ownedBy(cron.getMetadata().getUid());
            CronPlan plan = CronPlan.of(cron, jobs, clock.instant());
            carryOut(cron, plan);
            plan.next().ifPresent(next -> alarms.set(key, next));
        } catch (IllegalArgumentException | DateTimeException e) {
            events.warning(cron, "UnparseableSchedule", "unparseable schedule: " + e.getMessage());
        }
        return Optional.empty();
    }

    private void carryOut(CronJob cron, CronPlan plan) {
        if (plan.skipped()) {
            events.normal(
                    cron,
                    "JobAlreadyActive",
                    "Not starting job because prior execution is running and concurrency policy is Forbid");
        }
        plan.stop().forEach(mirrors.jobs()::delete);
        plan.clear().forEach(mirrors.jobs()::delete);
        plan.start().ifPresent(due -> start(cron, due));
        report(cron, plan.start());
    }

    private void start(CronJob cron, Instant due) {
        Job job = job(cron, due);
        if (mirrors.jobs().get(Key.of(job)) == null) {
            mirrors.jobs().create(job);
            events.normal(
                    cron, "SuccessfulCreate", "Created job " + job.getMetadata().getName());
        }
    }

    private void report(CronJob cron, Optional<Instant> started) {
        CronJobStatus before = cron.getStatus() == null ? new CronJobStatus() : cron.getStatus();
        List<Job> jobs = mirrors.jobs().ownedBy(cron.getMetadata().getUid());
        mirrors.cronJobs()
                .updateStatus(new CronJobBuilder(cron)
                        .withStatus(new CronJobStatusBuilder()
                                .withActive(jobs.stream()
                                        .filter(job -> JobPlan.end(job).isEmpty())
                                        .map(CronJobs::reference)
                                        .sorted(Comparator.comparing(ObjectReference::getName))
                                        .toList())
                                .withLastScheduleTime(
                                        started.map(Instant::toString).orElse(before.getLastScheduleTime()))
                                .withLastSuccessfulTime(jobs.stream()
                                        .filter(JobPlan::isComplete)
                                        .map(job -> job.getStatus().getCompletionTime())
                                        .filter(Objects::nonNull)
                                        .max(Comparator.naturalOrder())
                                        .orElse(before.getLastSuccessfulTime()))
                                .build())
                        .build());
    }

    /** Its name says for which minute it is, so that no time is started twice. */
    private static Job job(CronJob cron, Instant due) {
        var template = cron.getSpec().getJobTemplate();
        String time = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                due.atZone(CronPlan.zone(cron)).truncatedTo(ChronoUnit.SECONDS));
        return new JobBuilder()
                .withNewMetadataLike(template.getMetadata())
                .withName(cron.getMetadata().getName() + "-" + due.getEpochSecond() / 60)
                .withNamespace(cron.getMetadata().getNamespace())
                .addToAnnotations("batch.kubernetes.io/cronjob-scheduled-timestamp", time)
                .withOwnerReferences(PodFacts.controlledBy(cron))
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
    }

    private static ObjectReference reference(Job job) {
        return new ObjectReferenceBuilder()
                .withApiVersion(job.getApiVersion())
                .withKind(job.getKind())
                .withName(job.getMetadata().getName())
                .withNamespace(job.getMetadata().getNamespace())
                .withUid(job.getMetadata().getUid())
                .withResourceVersion(job.getMetadata().getResourceVersion())
                .build();
    }

    @Override
    public void close() {
        alarms.close();
        loop.close();
    }
}
