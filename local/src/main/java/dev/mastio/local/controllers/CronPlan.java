package dev.mastio.local.controllers;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What to do for a CronJob now.
 *
 * @param start the scheduled time to start a Job for
 * @param skipped the start is left out because a Job still runs that it must not meet
 * @param stop Jobs that make place for the new one
 * @param clear ended Jobs beyond the history limits
 * @param next when it is due next; empty for never
 */
record CronPlan(Optional<Instant> start, boolean skipped, List<Job> stop, List<Job> clear, Optional<Instant> next) {

    static CronPlan of(CronJob cron, List<Job> jobs, Instant now) {
        List<Job> clear = outdated(cron, jobs);
        if (Boolean.TRUE.equals(cron.getSpec().getSuspend())) {
            return new CronPlan(Optional.empty(), false, List.of(), clear, Optional.empty());
        }
        CronSchedule schedule = schedule(cron);
        Optional<Instant> due = mostRecent(cron, schedule, now);
        List<Job> active =
                jobs.stream().filter(job -> JobPlan.end(job).isEmpty()).toList();
        String policy = requireNonNullElse(cron.getSpec().getConcurrencyPolicy(), "Allow");
        boolean blocked = due.isPresent() && policy.equals("Forbid") && !active.isEmpty();
        return new CronPlan(
                blocked ? Optional.empty() : due,
                blocked,
                due.isPresent() && policy.equals("Replace") ? active : List.of(),
                clear,
                schedule.after(now));
    }

    static CronSchedule schedule(CronJob cron) {
        return CronSchedule.parse(cron.getSpec().getSchedule(), zone(cron));
    }

    static ZoneId zone(CronJob cron) {
        String zone = cron.getSpec().getTimeZone();
        return zone == null ? ZoneOffset.UTC : ZoneId.of(zone);
    }

    /** The last time that was due since the last start, unless its starting deadline has passed. */
    private static Optional<Instant> mostRecent(CronJob cron, CronSchedule schedule, Instant now) {
        String last = cron.getStatus() == null ? null : cron.getStatus().getLastScheduleTime();
        Instant since = Instant.parse(last == null ? cron.getMetadata().getCreationTimestamp() : last);
        Long deadline = cron.getSpec().getStartingDeadlineSeconds();
        if (deadline != null && now.minusSeconds(deadline).isAfter(since)) {
            since = now.minusSeconds(deadline);
        }
        Optional<Instant> found = Optional.empty();
        Optional<Instant> next = schedule.after(since);
        while (next.isPresent() && !next.get().isAfter(now)) {
            found = next;
            next = schedule.after(next.get());
        }
        return found;
    }

    private static List<Job> outdated(CronJob cron, List<Job> jobs) {
        return Stream.concat(
                        beyond(jobs, JobPlan::isComplete, cron.getSpec().getSuccessfulJobsHistoryLimit(), 3),
                        beyond(
                                jobs,
                                job -> JobPlan.end(job).isPresent() && !JobPlan.isComplete(job),
                                cron.getSpec().getFailedJobsHistoryLimit(),
                                1))
                .toList();
    }

    private static Stream<Job> beyond(List<Job> jobs, Predicate<Job> kind, @Nullable Integer limit, int usual) {
        return jobs.stream()
                .filter(kind)
                .sorted(Comparator.comparing(CronPlan::endTime).reversed())
                .skip(limit == null ? usual : limit);
    }

    static String endTime(Job job) {
        return JobPlan.end(job).map(JobCondition::getLastTransitionTime).orElse("");
    }
}
