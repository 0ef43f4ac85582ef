package dev.mastio.operator.desired;

import dev.mastio.api.Soak;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;

/** A soak run as a Job, whoever starts it. */
final class SoakJobShape {

    /** Collections and samples before and after the load, at least five each, one in five seconds. */
    private static final long SAMPLING_SECONDS = 2 * 60;

    /** Pulling the image, starting, waiting for ready replicas, writing the report. */
    private static final long MARGIN_SECONDS = 300;

    /** A run is never tried again: a second one would find a proxy that the first has warmed, and call that a baseline. */
    static JobSpecBuilder of(InstancePlan plan, Soak soak) {
        return new JobSpecBuilder()
                .withBackoffLimit(0)
                .withActiveDeadlineSeconds(deadline(soak))
                .withTemplate(SoakPod.of(plan, soak));
    }

    private static long deadline(Soak soak) {
        return soak.warmUpSeconds()
                + 2L * soak.idleSeconds()
                + soak.durationSeconds()
                + SAMPLING_SECONDS
                + MARGIN_SECONDS;
    }

    private SoakJobShape() {}
}
