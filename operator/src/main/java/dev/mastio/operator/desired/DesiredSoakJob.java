package dev.mastio.operator.desired;

import dev.mastio.api.Api;
import dev.mastio.operator.soak.RunToken;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import java.util.Optional;

/** A soak run on demand: the same Job that the schedule would start, but named after the user's token. */
public final class DesiredSoakJob {

    /** Runs on demand are outside the CronJob's history; after a day their verdict has long been read. */
    private static final int KEPT_SECONDS = 24 * 60 * 60;

    /** Empty without a soak in the spec. Never changed once made: a Job's template can't change. */
    public static Optional<Job> of(InstancePlan plan, RunToken token) {
        return DesiredSoakCronJob.of(plan)
                .map(cronJob -> new JobBuilder()
                        .withMetadata(plan.owned(token.jobName(plan.name()), Labels.Component.SOAK))
                        .editMetadata()
                        .addToAnnotations(Api.RUN_SOAK, token.text())
                        .endMetadata()
                        .withSpec(once(cronJob))
                        .build());
    }

    private static JobSpec once(CronJob cronJob) {
        return new JobSpecBuilder(cronJob.getSpec().getJobTemplate().getSpec())
                .withTtlSecondsAfterFinished(KEPT_SECONDS)
                .build();
    }

    private DesiredSoakJob() {}
}
