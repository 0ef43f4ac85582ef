package dev.mastio.operator.instance.apply;

import dev.mastio.api.MastioInstance;
import dev.mastio.operator.desired.Labels;
import dev.mastio.operator.instance.look.GoneException;
import dev.mastio.operator.instance.look.Ownership;
import dev.mastio.operator.instance.look.StoppingException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.ReconcileResult;
import io.javaoperatorsdk.operator.processing.dependent.Creator;
import io.javaoperatorsdk.operator.processing.dependent.Updater;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An object that a pure builder describes. Dependents are shared by all instances, so they hold no state; whatever differs
 * comes with the {@link Blueprint} of the pass.
 */
abstract class PlannedResource<R extends HasMetadata> extends KubernetesDependentResource<R, MastioInstance>
        implements Creator<R, MastioInstance>, Updater<R, MastioInstance> {

    private final Function<Blueprint, Optional<R>> builder;
    private final Function<MastioInstance, String> naming;

    PlannedResource(Class<R> kind, Function<MastioInstance, String> naming, Function<Blueprint, Optional<R>> builder) {
        super(kind);
        this.naming = naming;
        this.builder = builder;
    }

    final Optional<R> planned(Context<MastioInstance> context) {
        return builder.apply(Blueprint.of(context));
    }

    /** A successor waits for the end of this pass, and would find everything that is still to be written by itself. */
    @Override
    public ReconcileResult<R> reconcile(MastioInstance instance, Context<MastioInstance> context) {
        Blueprint print = Blueprint.of(context);
        StoppingException.throwIf(print.stopping());
        return print.rehearsed() ? rehearse(instance, context) : super.reconcile(instance, context);
    }

    private ReconcileResult<R> rehearse(MastioInstance instance, Context<MastioInstance> context) {
        R desired = desired(instance, context);
        getSecondaryResource(instance, context).ifPresent(actual -> match(actual, desired, instance, context));
        return ReconcileResult.noOperation(desired);
    }

    @Override
    public void delete(MastioInstance instance, Context<MastioInstance> context) {
        if (!Blueprint.of(context).rehearsed()) super.delete(instance, context);
    }

    @Override
    protected R desired(MastioInstance instance, Context<MastioInstance> context) {
        return planned(context).orElseThrow();
    }

    /** By name from the cache: the SDK's own way builds the desired state of every candidate to find the right one. */
    @Override
    public Optional<R> getSecondaryResource(MastioInstance instance, Context<MastioInstance> context) {
        ResourceID id =
                new ResourceID(naming.apply(instance), instance.getMetadata().getNamespace());
        Optional<R> actual = eventSource().orElseThrow().get(id);
        actual.ifPresent(object -> refuseForeign(object, instance));
        return actual;
    }

    @Override
    public R create(R desired, MastioInstance instance, Context<MastioInstance> context) {
        GoneException.throwUnlessThere(instance, context.getClient());
        try {
            return super.create(desired, instance, context);
        } catch (KubernetesClientException e) {
            // Our cache holds only what carries our label, and the SDK asks the server not to touch what exists.
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) throw e;
            desired.getMetadata().setResourceVersion(null);
            @Nullable R there = context.getClient().resource(desired).get();
            // Gone by now: a race, and no name that is taken.
            if (there == null) throw e;
            if (!belongsTo(instance, there)) throw nameTaken(desired, "somebody else", instance);
            return reclaimed(desired, there, context);
        }
    }

    /** Of the object that was read only: what is gone must not be made again by a change, nor another one of its name be changed. */
    @Override
    public R update(R actual, R desired, MastioInstance instance, Context<MastioInstance> context) {
        bind(desired, actual, context);
        return super.update(actual, desired, instance, context);
    }

    /** Ours after all, if it is the instance's: somebody took its label away. Applied again, it has it again. */
    private R reclaimed(R desired, R actual, Context<MastioInstance> context) {
        adopt(desired, actual);
        bind(desired, actual, context);
        return context.getClient()
                .resource(desired)
                .fieldManager(context.getControllerConfiguration().fieldManager())
                .forceConflicts()
                .serverSideApply();
    }

    /** To the object that was read, and a Secret to the version that was. */
    private static <R extends HasMetadata> void bind(R desired, R actual, Context<MastioInstance> context) {
        desired.getMetadata().setUid(actual.getMetadata().getUid());
        if (desired instanceof Secret secret) Blueprint.of(context).asRead(secret);
    }

    /** Whether an object that the caches do not show is the instance's all the same. */
    boolean belongsTo(MastioInstance instance, R actual) {
        return Ownership.of(instance, actual);
    }

    /** Takes over from what exists what can't be changed about it. */
    void adopt(R desired, R actual) {}

    NameTakenException nameTaken(HasMetadata object, String owner, MastioInstance instance) {
        return NameTakenException.of(object, owner);
    }

    /** Of an object whose owner is not the instance. */
    NameTakenException left(HasMetadata object) {
        return NameTakenException.ofLeft(object);
    }

    /** The builders say who owns what. */
    @Override
    protected void addReferenceHandlingMetadata(R desired, MastioInstance instance) {}

    private void refuseForeign(R object, MastioInstance instance) {
        Map<String, String> labels = object.getMetadata().getLabels();
        @Nullable String owner = labels == null ? null : labels.get(Labels.INSTANCE);
        if (!instance.getMetadata().getName().equals(owner)) {
            throw nameTaken(object, owner == null ? "somebody else" : "instance " + owner, instance);
        }
        if (!Ownership.stays(instance, object)) throw left(object);
    }
}
