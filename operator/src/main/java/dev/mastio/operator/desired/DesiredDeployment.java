package dev.mastio.operator.desired;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;

/** The Deployment that runs the proxies. */
public final class DesiredDeployment {

    /** More than the start-up probe's budget, so that a slow start is not called a stalled rollout. */
    private static final int PROGRESS_SECONDS = 300;

    private static final int OLD_REVISIONS = 3;

    public static Deployment of(InstancePlan plan) {
        return new DeploymentBuilder()
                .withMetadata(plan.owned(plan.names().proxy(), Labels.Component.PROXY))
                .withNewSpec()
                .withReplicas(plan.replicas().isPresent() ? plan.replicas().getAsInt() : null)
                .withRevisionHistoryLimit(OLD_REVISIONS)
                .withProgressDeadlineSeconds(PROGRESS_SECONDS)
                .withStrategy(strategy(plan))
                .withNewSelector()
                .withMatchLabels(Labels.selector(plan.name()))
                .endSelector()
                .withTemplate(ProxyPod.of(plan))
                .endSpec()
                .build();
    }

    /** Two processes must never write one SQLite file, so there the old pod goes first; with Postgres no request is lost. */
    private static DeploymentStrategy strategy(InstancePlan plan) {
        if (plan.onVolume())
            return new DeploymentStrategyBuilder().withType("Recreate").build();
        return new DeploymentStrategyBuilder()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxUnavailable(new IntOrString(0))
                .withMaxSurge(new IntOrString(1))
                .endRollingUpdate()
                .build();
    }

    private DesiredDeployment() {}
}
