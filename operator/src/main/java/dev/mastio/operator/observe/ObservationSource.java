package dev.mastio.operator.observe;

import dev.mastio.api.MastioInstance;
import dev.mastio.operator.autoscale.Decision;
import dev.mastio.operator.autoscale.Observation;
import dev.mastio.operator.autoscale.ScalingSpec;
import dev.mastio.operator.autoscale.ScalingState;
import io.javaoperatorsdk.operator.health.Status;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The event source of the pods' traffic. It scrapes only while {@link #lead() leading}, and wakes the reconciler only when
 * the decision would change, or a number that status shows.
 */
public final class ObservationSource extends AbstractEventSource<Observation, MastioInstance>
        implements ResourceEventAware<MastioInstance> {

    /** Name under which the reconciler finds this source. */
    public static final String NAME = "traffic";

    /**
     * A source that scrapes nothing until it leads.
     *
     * @param pods the pods of an instance, from an informer's cache: called once a scrape, so it must not block
     */
    public ObservationSource(Function<ResourceID, List<PodTarget>> pods, MeterRegistry registry, InstantSource clock) {
        super(Observation.class, NAME);
    }

    /** This process leads: scrape. Everything seen while it led before is forgotten, as it has a hole. */
    public void lead() {}

    /** This process does not lead any more. */
    public void follow() {}

    /** What was last seen of the instance; never blocks. */
    public Optional<Observation> observation(ResourceID instance) {
        return Optional.empty();
    }

    /** To be told after every reconcile: the inputs and the outcome that later observations are compared with. */
    public void decided(ResourceID instance, ScalingSpec spec, ScalingState state, Decision decision) {}

    @Override
    public void onResourceDeleted(MastioInstance instance) {}

    @Override
    public Set<Observation> getSecondaryResources(MastioInstance instance) {
        return observation(ResourceID.fromResource(instance)).map(Set::of).orElse(Set.of());
    }

    /** Pods that do not answer are not this source's illness. */
    @Override
    public Status getStatus() {
        return Status.HEALTHY;
    }
}
