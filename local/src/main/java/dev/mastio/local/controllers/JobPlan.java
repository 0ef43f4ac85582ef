package dev.mastio.local.controllers;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What to do for a Job now.
 *
 * @param status what its status says afterwards
 * @param create how many pods to create
 * @param delete pods that must not run any longer
 * @param again when to look again without being asked
 */
record JobPlan(JobStatus status, int create, List<Pod> delete, Optional<Duration> again) {

    private static final Duration FIRST_RETRY = Duration.ofSeconds(10);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(10);

    static JobPlan of(Job job, List<Pod> pods, Instant now) {
        return new Planner(job, pods, now.truncatedTo(ChronoUnit.SECONDS)).plan();
    }

    /** The condition that ended the Job, if it has ended. */
    static Optional<JobCondition> end(Job job) {
        return Stream.ofNullable(job.getStatus())
                .flatMap(status -> status.getConditions().stream())
                .filter(condition -> "True".equals(condition.getStatus()))
                .filter(condition -> "Complete".equals(condition.getType()) || "Failed".equals(condition.getType()))
                .findFirst();
    }

    static boolean isComplete(Job job) {
        return end(job).filter(end -> "Complete".equals(end.getType())).isPresent();
    }

    private static final class Planner {
        private final Job job;
        private final Instant now;
        private final List<Pod> active;
        private final List<Pod> failures;
        private final int succeeded;
        private final int failed;
        private final @Nullable Integer completions;
        private final int parallelism;

        Planner(Job job, List<Pod> pods, Instant now) {
            this.job = job;
            this.now = now;
            active = pods.stream().filter(PodFacts::isActive).toList();
            failures = pods.stream()
                    .filter(pod -> PodFacts.phase(pod).equals("Failed"))
                    .toList();
            int done = (int) pods.stream()
                    .filter(pod -> PodFacts.phase(pod).equals("Succeeded"))
                    .count();
            // Pods that somebody has cleaned away stay counted.
            succeeded = Math.max(
                    done,
                    counted(job.getStatus() == null ? null : job.getStatus().getSucceeded()));
            failed = Math.max(
                    failures.size(),
                    counted(job.getStatus() == null ? null : job.getStatus().getFailed()));
            completions = job.getSpec().getCompletions();
            parallelism = requireNonNullElse(job.getSpec().getParallelism(), 1);
        }

        JobPlan plan() {
            if (Boolean.TRUE.equals(job.getSpec().getSuspend())) {
                return new JobPlan(
                        status(null, 0, condition("Suspended", "JobSuspended", "Job suspended")),
                        0,
                        active,
                        Optional.empty());
            }
            Instant started = started();
            if (isDone()) {
                return ended(started, "Complete", "CompletionsReached", "Reached expected number of succeeded pods");
            }
            if (failed > backoffLimit() || restarts() >= Math.max(1, backoffLimit())) {
                return ended(started, "Failed", "BackoffLimitExceeded", "Job has reached the specified backoff limit");
            }
            Optional<Duration> left = timeLeft(started);
            if (left.filter(rest -> !rest.isPositive()).isPresent()) {
                return ended(started, "Failed", "DeadlineExceeded", "Job was active longer than specified deadline");
            }
            return carryOn(started, left);
        }

        private JobPlan carryOn(Instant started, Optional<Duration> left) {
            int wanted = completions == null
                    ? (succeeded > 0 ? active.size() : parallelism)
                    : Math.min(parallelism, completions - succeeded);
            Duration pause = retryPause();
            int create = pause.isPositive() ? 0 : Math.max(0, wanted - active.size());
            List<Pod> surplus = active.stream()
                    .sorted(ReplicaSets.FIRST_TO_GO)
                    .limit(Math.max(0, active.size() - wanted))
                    .toList();
            Optional<Duration> again = Stream.of(left, Optional.of(pause).filter(Duration::isPositive))
                    .flatMap(Optional::stream)
                    .min(Comparator.naturalOrder());
            return new JobPlan(status(started, active.size() + create - surplus.size(), null), create, surplus, again);
        }

        private JobPlan ended(Instant started, String type, String reason, String message) {
            JobStatus status = status(started, 0, condition(type, reason, message));
            if (type.equals("Complete")) {
                status.setCompletionTime(now.toString());
            }
            return new JobPlan(status, 0, active, Optional.empty());
        }

        private boolean isDone() {
            return completions == null ? succeeded > 0 && active.isEmpty() : succeeded >= completions;
        }

        private Instant started() {
            String time = job.getStatus() == null ? null : job.getStatus().getStartTime();
            return time == null ? now : Instant.parse(time);
        }

        private int backoffLimit() {
            return requireNonNullElse(job.getSpec().getBackoffLimit(), 6);
        }

        /** With restartPolicy OnFailure a pod retries by itself, and these retries count. */
        private int restarts() {
            return "OnFailure".equals(job.getSpec().getTemplate().getSpec().getRestartPolicy())
                    ? active.stream()
                            .filter(pod -> pod.getStatus() != null)
                            .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                            .mapToInt(ContainerStatus::getRestartCount)
                            .sum()
                    : 0;
        }

        private Optional<Duration> timeLeft(Instant started) {
            return Optional.ofNullable(job.getSpec().getActiveDeadlineSeconds())
                    .map(seconds -> Duration.between(now, started.plusSeconds(seconds)));
        }

        /** After n failures the next pod waits 10 s times 2 to the power of n - 1. */
        private Duration retryPause() {
            if (failed == 0 || failures.isEmpty()) {
                return Duration.ZERO;
            }
            Instant last = failures.stream()
                    .map(this::endOf)
                    .max(Comparator.naturalOrder())
                    .orElse(now);
            Duration pause = FIRST_RETRY.multipliedBy(1L << Math.min(failed - 1, 10));
            Duration capped = pause.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : pause;
            return Duration.between(now, last.plus(capped));
        }

        private Instant endOf(Pod pod) {
            return pod.getStatus().getContainerStatuses().stream()
                    .map(status ->
                            status.getState() == null ? null : status.getState().getTerminated())
                    .filter(Objects::nonNull)
                    .map(terminated -> Instant.parse(terminated.getFinishedAt()))
                    .max(Comparator.naturalOrder())
                    .orElse(now);
        }

        private JobStatus status(@Nullable Instant started, int running, @Nullable JobCondition added) {
            List<JobCondition> conditions = new ArrayList<>();
            if (added != null) {
                conditions.add(added);
            }
            int ready = (int) active.stream().filter(PodFacts::isReady).count();
            return new JobStatusBuilder()
                    .withStartTime(started == null ? null : started.toString())
                    .withActive(running == 0 ? null : running)
                    .withReady(running == 0 ? 0 : ready)
                    .withTerminating(0)
                    .withSucceeded(succeeded == 0 ? null : succeeded)
                    .withFailed(failed == 0 ? null : failed)
                    .withNewUncountedTerminatedPods()
                    .endUncountedTerminatedPods()
                    .withConditions(conditions)
                    .build();
        }

        private JobCondition condition(String type, String reason, String message) {
            return Stream.ofNullable(job.getStatus())
                    .flatMap(status -> status.getConditions().stream())
                    .filter(known -> type.equals(known.getType()))
                    .findFirst()
                    .orElseGet(() -> new JobConditionBuilder()
                            .withType(type)
                            .withStatus("True")
                            .withReason(reason)
                            .withMessage(message)
                            .withLastProbeTime(now.toString())
                            .withLastTransitionTime(now.toString())
                            .build());
        }

        private static int counted(@Nullable Integer count) {
            return count == null ? 0 : count;
        }
    }
}
