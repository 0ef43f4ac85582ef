package dev.mastio.local.controllers;

import dev.mastio.local.loop.Key;
import dev.mastio.local.loop.Loop;
import dev.mastio.local.loop.Mirrors;
import dev.mastio.local.loop.Recorder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Runs a Job's pods until enough have succeeded or too many have failed, and clears it away when its time is over. */
final class Jobs implements Controller {

    private final Mirrors mirrors;
    private final Recorder events;
    private final Clock clock;
    private final Loop loop = new Loop("jobs", 2, this::reconcile);

    Jobs(Mirrors mirrors, Recorder events, Clock clock) {
        this.mirrors = mirrors;
        this.events = events;
        this.clock = clock;
        Triggers.onEach(mirrors.jobs(), loop);
        Triggers.onOwned(mirrors.pods(), "Job", loop);
    }

    private Optional<Duration> reconcile(Key key) {
        Job job = mirrors.jobs().get(key);
        if (job == null || PodFacts.isLeaving(job)) {
            return Optional.empty();
        }
        Optional<JobCondition> end = JobPlan.end(job);
        return end.isPresent() ? clearAway(job, end.get()) : carryOn(job);
    }

    private Optional<Duration> carryOn(Job job) {
        if ("Indexed".equals(job.getSpec().getCompletionMode()) || job.getSpec().getPodFailurePolicy() != null) {
            events.warning(
                    job, "Unsupported", "the embedded cluster runs no indexed Jobs and knows no podFailurePolicy");
            return Optional.empty();
        }
        JobPlan plan = JobPlan.of(job, mirrors.pods().ownedBy(job.getMetadata().getUid()), clock.instant());
        for (int i = 0; i < plan.create(); i++) {
            Pod pod = mirrors.pods().create(pod(job));
            events.normal(
                    job, "SuccessfulCreate", "Created pod: " + pod.getMetadata().getName());
        }
        plan.delete().forEach(pod -> {
            mirrors.pods().delete(pod);
            events.normal(
                    job, "SuccessfulDelete", "Deleted pod: " + pod.getMetadata().getName());
        });
        Job after = mirrors.jobs()
                .updateStatus(new JobBuilder(job).withStatus(plan.status()).build());
        JobPlan.end(after).ifPresent(end -> announce(after, end));
        return plan.again();
    }

    private void announce(Job job, JobCondition end) {
        if (end.getType().equals("Complete")) {
            events.normal(job, "Completed", "Job completed");
        } else {
            events.warning(job, end.getReason(), end.getMessage());
        }
    }

    private Optional<Duration> clearAway(Job job, JobCondition end) {
        Integer keep = job.getSpec().getTtlSecondsAfterFinished();
        if (keep == null) {
            return Optional.empty();
        }
        Instant due = Instant.parse(end.getLastTransitionTime()).plusSeconds(keep);
        Duration left = Duration.between(clock.instant(), due);
        if (left.isPositive()) {
            return Optional.of(left);
        }
        mirrors.jobs().delete(job);
        return Optional.empty();
    }

    private static Pod pod(Job job) {
        String name = job.getMetadata().getName();
        String uid = job.getMetadata().getUid();
        return new PodBuilder()
                .withNewMetadataLike(job.getSpec().getTemplate().getMetadata())
                .withGenerateName(name + "-")
                .withNamespace(job.getMetadata().getNamespace())
                .addToLabels("batch.kubernetes.io/job-name", name)
                .addToLabels("batch.kubernetes.io/controller-uid", uid)
                .addToLabels("job-name", name)
                .addToLabels("controller-uid", uid)
                .withOwnerReferences(PodFacts.controlledBy(job))
                .endMetadata()
                .withSpec(job.getSpec().getTemplate().getSpec())
                .build();
    }

    @Override
    public void close() {
        loop.close();
    }
}
