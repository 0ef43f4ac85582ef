package dev.mastio.operator.instance;

import dev.mastio.api.MastioInstance;
import dev.mastio.operator.instance.apply.Annotations;
import dev.mastio.operator.instance.apply.UnchangedDeployment;
import dev.mastio.operator.instance.look.Surroundings;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A number of replicas that was decided, and the Deployment that is to have it. */
record DecidedNumber(int replicas, Surroundings around, Context<MastioInstance> context) {

    private static final Logger LOG = LoggerFactory.getLogger(DecidedNumber.class);

    /** Whether the Deployment has it, as far as is known. */
    boolean isGiven() {
        return Annotations.decidedReplicas(around.deployment().orElse(null)).equals(OptionalInt.of(replicas));
    }

    /** For where something that comes before the Deployment has failed: the load does not wait until somebody has mended that. */
    void giveAlone() {
        Optional<Deployment> there = around.deployment();
        if (there.isEmpty()) return;
        try {
            new UnchangedDeployment(there.get(), context).scale(replicas);
        } catch (KubernetesClientException refused) {
            LOG.warn(
                    "{} could not be scaled",
                    context.getPrimaryResource().getMetadata().getName(),
                    refused);
        }
    }
}
