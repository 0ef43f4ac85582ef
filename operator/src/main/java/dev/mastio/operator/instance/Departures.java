package dev.mastio.operator.instance;

import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.api.Storage;
import dev.mastio.operator.desired.Names;
import dev.mastio.operator.instance.report.Events;
import dev.mastio.operator.instance.report.News;
import dev.mastio.operator.instance.rollout.ClassQueue;
import dev.mastio.operator.ops.OperatorMetrics;
import io.javaoperatorsdk.operator.health.Status;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * What happens when an instance is gone. Nothing has to be undone, owner references see to that, so there is no finalizer that
 * would hang without an operator; but somebody has to say what was kept.
 */
final class Departures extends AbstractEventSource<MastioInstance, MastioInstance>
        implements ResourceEventAware<MastioInstance> {

    private final Events events;
    private final ClassQueue queue;
    private final OperatorMetrics metrics;
    private final BooleanSupplier leading;

    Departures(Events events, ClassQueue queue, OperatorMetrics metrics, BooleanSupplier leading) {
        super(MastioInstance.class, "departures");
        this.events = events;
        this.queue = queue;
        this.metrics = metrics;
        this.leading = leading;
    }

    @Override
    public void onResourceDeleted(MastioInstance instance) {
        queue.forget(ResourceID.fromResource(instance));
        metrics.instances()
                .remove(
                        instance.getMetadata().getNamespace(),
                        instance.getMetadata().getName());
        if (leading.getAsBoolean() && instance.getSpec().storage().onDelete() == Storage.OnDelete.Retain) {
            // Off the informer's thread: it must not wait for the API server.
            Thread.startVirtualThread(() -> events.say(instance, kept(instance)));
        }
    }

    static News kept(MastioInstance instance) {
        MastioInstanceSpec spec = instance.getSpec();
        Names names = new Names(instance.getMetadata().getName());
        boolean volume = spec.storage().type() == Storage.Type.SQLITE;
        boolean pki = spec.tls().secretName() == null;
        String what = volume && pki
                ? "the volume claim " + names.data() + " and the PKI Secret " + names.tls()
                : volume ? "the volume claim " + names.data() : pki ? "the PKI Secret " + names.tls() : "nothing";
        return News.normal(
                "Retained",
                "kept " + what + " (storage.onDelete is Retain); an instance of the same name goes on with it,"
                        + " kubectl delete removes it");
    }

    @Override
    public Set<MastioInstance> getSecondaryResources(MastioInstance instance) {
        return Set.of();
    }

    @Override
    public Status getStatus() {
        return Status.HEALTHY;
    }
}
