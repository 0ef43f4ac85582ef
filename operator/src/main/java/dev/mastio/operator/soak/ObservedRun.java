package dev.mastio.operator.soak;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A soak Job of the instance and its pod, as they are seen now.
 *
 * @param name of the Job, which is the name of the run
 * @param createdAt creation time of the Job
 * @param scheduledFor slot of the schedule that the Job was made for (annotation {@code batch.kubernetes.io/cronjob-scheduled-timestamp});
 *     empty for a run on demand
 * @param end empty while the Job has neither condition Complete nor Failed
 * @param termination of the container of its newest pod; empty when no pod is seen or its container has not terminated
 * @param pod whether there is one
 */
public record ObservedRun(
        String name,
        Instant createdAt,
        Optional<Instant> scheduledFor,
        Optional<JobEnd> end,
        Optional<Termination> termination,
        PodFact pod) {

    /** What is certain of a pod. That a cache has none, or one that has not ended, may only mean that it is behind. */
    public enum PodFact {
        /** The API server was not asked, or gave no answer. */
        UNKNOWN,
        THERE,
        GONE
    }

    /**
     * The Job's condition Complete or Failed.
     *
     * @param at its lastTransitionTime
     * @param reason its reason, such as DeadlineExceeded; empty for none
     */
    public record JobEnd(Instant at, String reason) {}

    /**
     * How the container ended.
     *
     * @param message what the run wrote to its termination log; empty for nothing
     * @param reason such as Completed, Error or OOMKilled, or the pod's where no container ran; empty for none
     * @param exitCode -1 for none
     */
    public record Termination(String message, String reason, int exitCode) {}

    boolean active() {
        return end.isEmpty();
    }

    /** Whether its Job ended so long ago or longer. */
    boolean endedFor(Duration time, Instant now) {
        return end.filter(ended -> !now.isBefore(ended.at().plus(time))).isPresent();
    }

    /** Whether both were going on at the same time. */
    boolean overlaps(ObservedRun other) {
        return beganBeforeEndOf(other) && other.beganBeforeEndOf(this);
    }

    private boolean beganBeforeEndOf(ObservedRun other) {
        return other.end().isEmpty() || createdAt.isBefore(other.end().get().at());
    }
}
