package dev.mastio.operator.observe;

import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceStatus.AutoscalingStatus;
import dev.mastio.operator.autoscale.Decision;
import dev.mastio.operator.autoscale.Observation;
import dev.mastio.operator.autoscale.ScalingSpec;
import dev.mastio.operator.autoscale.ScalingState;
import dev.mastio.operator.observe.Watched.Decided;
import io.javaoperatorsdk.operator.health.Status;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The event source of the pods' traffic. It scrapes only once it {@link #lead() leads}, and wakes the reconciler only when
 * the decision would change, or a number that status shows.
 */
public final class ObservationSource extends AbstractEventSource<Observation, MastioInstance>
        implements DepartureAware {

    /** Name under which the reconciler finds this source. */
    public static final String NAME = "traffic";

    private final Map<ResourceID, Watched> instances = new ConcurrentHashMap<>();
    private final Function<ResourceID, List<PodTarget>> pods;
    private final Predicate<ResourceID> exists;
    private final MeterRegistry registry;
    private final InstantSource clock;
    private boolean leading;
    private @Nullable ScrapeLoop loop;

    /**
     * A source that scrapes nothing until it leads.
     *
     * @param pods the pods of an instance, from an informer's cache: called once a scrape, so it must not block
     * @param exists whether there is an instance of that name, from the same cache
     */
    public ObservationSource(
            Function<ResourceID, List<PodTarget>> pods,
            Predicate<ResourceID> exists,
            MeterRegistry registry,
            InstantSource clock) {
        super(Observation.class, NAME);
        this.pods = pods;
        this.exists = exists;
        this.registry = registry;
        this.clock = clock;
    }

    /** This process leads: scrape what is or will be {@link #decided decided}. */
    public synchronized void lead() {
        leading = true;
        adjust();
    }

    @Override
    public synchronized void start() {
        super.start();
        adjust();
    }

    @Override
    public synchronized void stop() {
        super.stop();
        adjust();
    }

    /** What was last seen of the instance; never blocks. */
    public Optional<Observation> observation(ResourceID instance) {
        Watched watched = instances.get(instance);
        return watched == null ? Optional.empty() : watched.seen();
    }

    /** What was last {@link #decided decided}; after a restart nothing, so that only status knows. */
    public Optional<AutoscalingStatus> lastDecision(ResourceID instance) {
        return Optional.ofNullable(instances.get(instance)).map(Watched::report);
    }

    /** Whether the Deployment may have been given that number by a write of which this process knows only that it failed. */
    public boolean isInDoubt(ResourceID instance, int replicas) {
        return Optional.ofNullable(instances.get(instance))
                .filter(watched -> watched.isInDoubt(replicas))
                .isPresent();
    }

    /**
     * To be told of each decision: the inputs and the outcome that later observations are compared with.
     *
     * @param report what status is to show of it
     * @param carriedOut whether the Deployment is known to have the number that was decided
     */
    public void decided(
            ResourceID instance,
            ScalingSpec spec,
            ScalingState state,
            Decision decision,
            AutoscalingStatus report,
            boolean carriedOut) {
        Decided fresh = new Decided(spec, state, decision, report);
        instances.computeIfAbsent(instance, _ -> new Watched(fresh)).decided(fresh, carriedOut);
        // A look at an instance may end after the instance: then nobody else would ever stop the scraping.
        if (!exists.test(instance)) instances.remove(instance);
    }

    @Override
    public void onResourceDeleted(MastioInstance instance) {
        instances.remove(ResourceID.fromResource(instance));
    }

    @Override
    public Set<Observation> getSecondaryResources(MastioInstance instance) {
        return observation(ResourceID.fromResource(instance)).map(Set::of).orElse(Set.of());
    }

    /** Pods that do not answer are not this source's illness. */
    @Override
    public Status getStatus() {
        return Status.HEALTHY;
    }

    private void adjust() {
        boolean wanted = leading && isRunning();
        if (wanted && loop == null) {
            loop = new ScrapeLoop(instances, pods, this::wake, registry, clock);
            loop.start();
        } else if (!wanted && loop != null) {
            loop.close();
            loop = null;
            instances.clear();
        }
    }

    private void wake(ResourceID instance) {
        getEventHandler().handleEvent(new Event(instance));
    }
}
