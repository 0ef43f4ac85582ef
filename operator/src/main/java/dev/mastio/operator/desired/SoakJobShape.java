package dev.mastio.operator.desired;

import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.api.Soak;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;

/** A soak run as a Job, whoever starts it. */
final class SoakJobShape {

    /** The pauses between samples before and after the load, at least five each, one in five seconds. */
    private static final long SAMPLING_SECONDS = 2 * 60;

    /** Replicas are asked one after the other: ten samples of each, and a collection of a large heap takes seconds. */
    private static final long SAMPLING_SECONDS_PER_REPLICA = 60;

    /** Pulling the image, starting, waiting for ready replicas, writing the report. */
    private static final long MARGIN_SECONDS = 300;

    /** A run is never tried again: a second one would find a proxy that the first has warmed, and call that a baseline. */
    static JobSpecBuilder of(InstancePlan plan, Soak soak) {
        return new JobSpecBuilder()
                .withBackoffLimit(0)
                .withActiveDeadlineSeconds(deadline(plan.spec(), soak))
                .withTemplate(SoakPod.of(plan, soak));
    }

    private static long deadline(MastioInstanceSpec spec, Soak soak) {
        int replicas = Math.max(
                spec.replicas(), spec.autoscaling().maxOn(spec.storage().type()));
        return soak.warmUpSeconds()
                + 2L * soak.idleSeconds()
                + soak.durationSeconds()
                + SAMPLING_SECONDS
                + SAMPLING_SECONDS_PER_REPLICA * replicas
                + MARGIN_SECONDS;
    }

    private SoakJobShape() {}
}
