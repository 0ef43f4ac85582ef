package dev.mastio.operator.instance;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Since when somebody else has been quicker at an instance's objects, in each pass: a while is nothing to tell, a server that says so for ever refuses. */
public final class LostRaces {

    private static final Duration EXCUSED = Duration.ofSeconds(5);

    private final Map<ResourceID, Instant> since = new ConcurrentHashMap<>();

    /** One more is lost: whether it is too early to tell. */
    boolean excused(ResourceID instance, Instant now) {
        return now.isBefore(since.computeIfAbsent(instance, _ -> now).plus(EXCUSED));
    }

    /** The series has ended, or the instance is gone. */
    void forget(ResourceID instance) {
        since.remove(instance);
    }
}
