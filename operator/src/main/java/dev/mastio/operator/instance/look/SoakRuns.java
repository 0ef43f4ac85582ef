package dev.mastio.operator.instance.look;

import dev.mastio.operator.soak.ObservedRun;
import dev.mastio.operator.soak.ObservedRun.JobEnd;
import dev.mastio.operator.soak.ObservedRun.PodFact;
import dev.mastio.operator.soak.ObservedRun.Termination;
import dev.mastio.operator.soak.SoakObservation.CronJobSeen;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Jobs and their pods, as the soak's planner wants to see them. */
public final class SoakRuns {

    private static final String JOB_NAME = "batch.kubernetes.io/job-name";
    private static final String SLOT = "batch.kubernetes.io/cronjob-scheduled-timestamp";

    private static final int NO_CODE = -1;

    private SoakRuns() {}

    /** Jobs with those of their pods that a cache has, which may be behind that of Jobs. */
    public static List<ObservedRun> of(Collection<Job> jobs, Collection<Pod> pods) {
        return jobs.stream()
                .map(job -> run(job, newest(job, pods), PodFact.UNKNOWN))
                .toList();
    }

    /** Jobs with all their pods that there are: one that has none here has none. */
    public static List<ObservedRun> certain(Collection<Job> jobs, Collection<Pod> pods) {
        return jobs.stream()
                .map(job -> {
                    Optional<Pod> pod = newest(job, pods);
                    return run(job, pod, pod.isEmpty() ? PodFact.GONE : PodFact.THERE);
                })
                .toList();
    }

    /** The CronJob; its status changes with every run, its spec only when we change it. */
    public static CronJobSeen schedule(CronJob cronJob) {
        Instant since = cronJob.getMetadata().getManagedFields().stream()
                .filter(entry ->
                        entry.getSubresource() == null || entry.getSubresource().isEmpty())
                .map(ManagedFieldsEntry::getTime)
                .filter(Objects::nonNull)
                .map(Instant::parse)
                .max(Comparator.naturalOrder())
                .orElseGet(() -> Instant.parse(cronJob.getMetadata().getCreationTimestamp()));
        return new CronJobSeen(Boolean.TRUE.equals(cronJob.getSpec().getSuspend()), since);
    }

    private static ObservedRun run(Job job, Optional<Pod> pod, PodFact fact) {
        return new ObservedRun(
                job.getMetadata().getName(),
                Instant.parse(job.getMetadata().getCreationTimestamp()),
                Optional.ofNullable(job.getMetadata().getAnnotations().get(SLOT))
                        .map(SoakRuns::slot),
                end(job),
                pod.flatMap(SoakRuns::termination),
                fact);
    }

    private static Optional<JobEnd> end(Job job) {
        if (job.getStatus() == null) return Optional.empty();
        return job.getStatus().getConditions().stream()
                .filter(condition -> "Complete".equals(condition.getType()) || "Failed".equals(condition.getType()))
                .filter(condition -> "True".equals(condition.getStatus()))
                .findFirst()
                .map(condition -> new JobEnd(at(condition, job), text(condition.getReason())));
    }

    private static Instant at(JobCondition condition, Job job) {
        String time = condition.getLastTransitionTime();
        return Instant.parse(time != null ? time : job.getMetadata().getCreationTimestamp());
    }

    /** Names of Jobs come again with names of instances and tokens, so that a pod of that name may be another Job's. */
    private static Optional<Pod> newest(Job job, Collection<Pod> pods) {
        String name = job.getMetadata().getName();
        return pods.stream()
                .filter(pod -> name.equals(label(pod, JOB_NAME)) || name.equals(label(pod, "job-name")))
                .filter(pod -> Ownership.owns(job, pod))
                .max(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()));
    }

    private static Optional<Termination> termination(Pod pod) {
        if (pod.getStatus() == null) return Optional.empty();
        return pod.getStatus().getContainerStatuses().stream()
                .filter(status -> status.getState() != null)
                .map(status -> status.getState().getTerminated())
                .filter(Objects::nonNull)
                .findFirst()
                .map(SoakRuns::termination)
                .or(() -> unstarted(pod));
    }

    /** A pod that no kubelet ran to its end, as one that a node refused, has ended without a word. */
    private static Optional<Termination> unstarted(Pod pod) {
        boolean ended =
                List.of("Failed", "Succeeded").contains(text(pod.getStatus().getPhase()));
        return ended ? Optional.of(new Termination("", text(pod.getStatus().getReason()), NO_CODE)) : Optional.empty();
    }

    private static Termination termination(ContainerStateTerminated end) {
        int code = end.getExitCode() == null ? NO_CODE : end.getExitCode();
        return new Termination(text(end.getMessage()), text(end.getReason()), code);
    }

    /** RFC 3339 with an offset, in the schedule's time zone. */
    private static Instant slot(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    private static @Nullable String label(Pod pod, String name) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return labels == null ? null : labels.get(name);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
