package dev.mastio.operator.instance.apply;

import dev.mastio.api.MastioInstance;
import dev.mastio.operator.desired.InstancePlan;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one pass wants to be in the cluster. Computed once, before the workflow; the dependents only look things up in it.
 *
 * @param lastGood what to go on with should a later spec be invalid, as text for an annotation
 * @param classEdition edition of the hardware class that the plan follows
 * @param unavailableBefore whether the instance had been unavailable for long when it took that edition
 * @param tls the self-managed PKI; empty where the user gives a certificate
 * @param orgRoot the Org Root of an instance that is given none; empty also where it is in the store
 * @param secrets what all replicas know
 * @param soakKey the key that signs soak requests
 * @param secretVersions versions of these Secrets that are not newer than what was read of them for this; without those that were not there
 * @param podsHeld whether the pods' template stays as it is, because new pods could not start
 * @param rehearsed whether what is to be is only compared with what is there
 * @param stopping whether the operator is about to end: what is not written by then is left to whoever comes next
 */
public record Blueprint(
        InstancePlan plan,
        String lastGood,
        String classEdition,
        boolean unavailableBefore,
        Optional<Secret> tls,
        Optional<Secret> orgRoot,
        Secret secrets,
        Secret soakKey,
        Map<String, String> secretVersions,
        boolean podsHeld,
        boolean rehearsed,
        BooleanSupplier stopping) {

    /** Hands the blueprint to the dependents of this pass. */
    public void handTo(Context<MastioInstance> context) {
        context.managedWorkflowAndDependentResourceContext().put(Blueprint.class, this);
    }

    /**
     * Has a Secret changed only if nobody has changed it since this pass read it: what a user has put there meanwhile would be undone, and a
     * key that another process has made meanwhile replaced.
     *
     * @throws KubernetesClientException as for a lost race, if it was not there then
     */
    void asRead(Secret desired) {
        String name = desired.getMetadata().getName();
        @Nullable String version = secretVersions.get(name);
        if (version == null)
            throw new KubernetesClientException(new StatusBuilder()
                    .withCode(HttpURLConnection.HTTP_CONFLICT)
                    .withMessage("the Secret " + name + " was not there when this pass began")
                    .build());
        desired.getMetadata().setResourceVersion(version);
    }

    static Blueprint of(Context<MastioInstance> context) {
        return context.managedWorkflowAndDependentResourceContext().getMandatory(Blueprint.class, Blueprint.class);
    }
}
