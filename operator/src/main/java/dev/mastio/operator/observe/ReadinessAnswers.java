package dev.mastio.operator.observe;

import dev.mastio.api.MastioInstance;
import io.javaoperatorsdk.operator.health.Status;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Why pods that run are not ready, in their own words: a Deployment only says how many. Nobody is asked while all is well, and
 * the reconciler never waits: it gets the last answer, and an event when there is another one.
 */
public final class ReadinessAnswers extends AbstractEventSource<String, MastioInstance> implements DepartureAware {

    /** An answer that changes all the time must not keep the reconciler busy. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final Function<PodTarget, Optional<String>> readyz;
    private final InstantSource clock;
    private final Map<ResourceID, Answer> answers = new ConcurrentHashMap<>();

    /** @param readyz asks one pod, and may take a second; empty when it says nothing useful */
    public ReadinessAnswers(Function<PodTarget, Optional<String>> readyz, InstantSource clock) {
        super(String.class, "readiness");
        this.readyz = readyz;
        this.clock = clock;
    }

    /**
     * What is known; asks again if that is old.
     *
     * @param unready pods of the instance that have an address and are not ready
     */
    public Optional<String> ask(ResourceID instance, List<PodTarget> unready) {
        if (unready.isEmpty()) {
            answers.remove(instance);
            return Optional.empty();
        }
        Answer known = answers.getOrDefault(instance, Answer.NONE);
        Instant now = clock.instant();
        if (isRunning() && known.asked().isBefore(now.minus(FRESH))) {
            answers.put(instance, new Answer(known.text(), now));
            Thread.startVirtualThread(() -> refresh(instance, unready, known, now));
        }
        return known.text();
    }

    private void refresh(ResourceID instance, List<PodTarget> unready, Answer known, Instant asked) {
        Optional<String> text =
                unready.stream().flatMap(pod -> readyz.apply(pod).stream()).findFirst();
        // Gone meanwhile, or asked anew: then nobody wants this answer any more.
        answers.computeIfPresent(
                instance, (_, latest) -> latest.asked().equals(asked) ? new Answer(text, asked) : latest);
        if (!text.equals(known.text()) && isRunning()) getEventHandler().handleEvent(new Event(instance));
    }

    @Override
    public void onResourceDeleted(MastioInstance instance) {
        answers.remove(ResourceID.fromResource(instance));
    }

    @Override
    public Set<String> getSecondaryResources(MastioInstance instance) {
        return Set.of();
    }

    @Override
    public Status getStatus() {
        return Status.HEALTHY;
    }

    private record Answer(Optional<String> text, Instant asked) {
        static final Answer NONE = new Answer(Optional.empty(), Instant.EPOCH);
    }
}
