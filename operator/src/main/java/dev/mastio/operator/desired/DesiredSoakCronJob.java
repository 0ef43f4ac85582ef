package dev.mastio.operator.desired;

import dev.mastio.api.Soak;
import dev.mastio.operator.soak.SoakPlan;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import java.util.Optional;

/** The schedule of the soak. */
public final class DesiredSoakCronJob {

    /** Empty without a soak in the spec. */
    public static Optional<CronJob> of(InstancePlan plan) {
        Soak soak = plan.spec().soak();
        if (soak == null) return Optional.empty();
        return Optional.of(new CronJobBuilder()
                .withMetadata(plan.owned(plan.names().soak(), Labels.Component.SOAK))
                .withNewSpec()
                .withSchedule(soak.schedule())
                .withTimeZone(soak.timeZone())
                .withSuspend(soak.suspend() || plan.scheduleHeld())
                .withConcurrencyPolicy("Forbid")
                .withStartingDeadlineSeconds(SoakPlan.STARTING_DEADLINE.toSeconds())
                .withSuccessfulJobsHistoryLimit(soak.history().successful())
                .withFailedJobsHistoryLimit(soak.history().failed())
                .withNewJobTemplate()
                .withNewMetadata()
                .withLabels(Labels.of(plan.name(), Labels.Component.SOAK, plan.version()))
                .endMetadata()
                .withSpec(SoakJobShape.of(plan, soak).build())
                .endJobTemplate()
                .endSpec()
                .build());
    }

    private DesiredSoakCronJob() {}
}
