package dev.mastio.operator.instance;

import dev.mastio.api.MastioInstance;
import dev.mastio.operator.desired.InstancePlan;
import dev.mastio.operator.desired.Labels;
import dev.mastio.operator.instance.apply.Annotations;
import dev.mastio.operator.instance.apply.UnchangedDeployment;
import dev.mastio.operator.instance.look.StoppingException;
import dev.mastio.operator.instance.look.Surroundings;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The number of replicas of a plan, and the Deployment that is to have it. */
record DecidedNumber(InstancePlan plan, Surroundings around, Context<MastioInstance> context) {

    private static final Logger LOG = LoggerFactory.getLogger(DecidedNumber.class);

    /** Whether the Deployment is known to have it. */
    boolean isGiven() {
        return plan.replicas().equals(Annotations.decidedReplicas(deployment().orElse(null)));
    }

    /**
     * For where something that comes before the Deployment has failed: the load does not wait until somebody has mended that.
     *
     * @return whether the Deployment was changed
     */
    boolean giveAlone() {
        try {
            return deployment()
                    .flatMap(there -> new UnchangedDeployment(there, context).scale(plan))
                    .isPresent();
        } catch (KubernetesClientException refused) {
            LOG.warn("{} could not be scaled", plan.name(), refused);
            return false;
        }
    }

    /** One that bears the instance's name as its other objects do; nothing where the end has begun and nobody can tell. */
    private Optional<Deployment> deployment() {
        try {
            return around.deployment()
                    .filter(there ->
                            plan.name().equals(there.getMetadata().getLabels().get(Labels.INSTANCE)));
        } catch (StoppingException unknown) {
            return Optional.empty();
        }
    }
}
