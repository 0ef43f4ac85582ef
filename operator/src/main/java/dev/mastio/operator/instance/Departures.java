package dev.mastio.operator.instance;

import dev.mastio.api.MastioInstance;
import dev.mastio.operator.instance.look.Sources;
import dev.mastio.operator.instance.look.StoppingException;
import dev.mastio.operator.instance.look.Surroundings;
import dev.mastio.operator.instance.report.News;
import dev.mastio.operator.observe.DepartureAware;
import io.javaoperatorsdk.operator.health.Status;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.List;
import java.util.Set;

/**
 * What happens when an instance is gone. Nothing has to be undone, owner references see to that, so there is no finalizer that
 * would hang without an operator; but somebody has to say what was kept.
 */
final class Departures extends AbstractEventSource<MastioInstance, MastioInstance> implements DepartureAware {

    private final Equipment equipment;
    private final Sources sources;

    Departures(Equipment equipment, Sources sources) {
        super(MastioInstance.class, "departures");
        this.equipment = equipment;
        this.sources = sources;
    }

    @Override
    public void onResourceDeleted(MastioInstance instance) {
        forget(instance);
        List<String> kept = kept(instance);
        if (equipment.leading().getAsBoolean() && !kept.isEmpty()) {
            equipment.events().say(instance, news(kept));
        }
    }

    private void forget(MastioInstance instance) {
        ResourceID id = ResourceID.fromResource(instance);
        equipment.queue().forget(id);
        equipment.races().forget(id);
        equipment
                .metrics()
                .instances()
                .remove(
                        instance.getMetadata().getNamespace(),
                        instance.getMetadata().getName());
    }

    static News news(List<String> kept) {
        return News.normal(
                "Retained",
                "kept " + String.join(" and ", kept)
                        + " (storage.onDelete is Retain); an instance of the same name goes on"
                        + " from there, kubectl delete removes what is kept");
    }

    private List<String> kept(MastioInstance instance) {
        try {
            return new Surroundings(sources, ResourceID.fromResource(instance)).kept();
        } catch (StoppingException end) {
            return List.of();
        }
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
