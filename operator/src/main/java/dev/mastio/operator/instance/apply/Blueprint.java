package dev.mastio.operator.instance.apply;

import dev.mastio.api.MastioInstance;
import dev.mastio.operator.desired.InstancePlan;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Optional;
import java.util.function.BooleanSupplier;

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
        boolean podsHeld,
        boolean rehearsed,
        BooleanSupplier stopping) {

    /** Hands the blueprint to the dependents of this pass. */
    public void handTo(Context<MastioInstance> context) {
        context.managedWorkflowAndDependentResourceContext().put(Blueprint.class, this);
    }

    static Blueprint of(Context<MastioInstance> context) {
        return context.managedWorkflowAndDependentResourceContext().getMandatory(Blueprint.class, Blueprint.class);
    }
}
