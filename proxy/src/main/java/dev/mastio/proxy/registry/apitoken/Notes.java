package dev.mastio.proxy.registry.apitoken;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When this replica last noted the use of each token: who uses one a thousand times a minute makes one write of it, not a thousand. */
final class Notes {

    private static final Duration BETWEEN = Duration.ofMinutes(1);
    private static final int TIDIED_ABOVE = 1_000;

    private final Map<String, Instant> noted = new ConcurrentHashMap<>();

    /** Whether its use is to be noted now; of many who ask at once, one is told so. */
    boolean isDue(ApiToken token, Instant now) {
        Instant since = now.minus(BETWEEN);
        if (token.lastUse().filter(use -> use.at().isAfter(since)).isPresent()) {
            return false;
        }
        if (noted.size() > TIDIED_ABOVE) {
            noted.values().removeIf(at -> !at.isAfter(since));
        }
        Instant before = noted.putIfAbsent(token.id(), now);
        return before == null || (!before.isAfter(since) && noted.replace(token.id(), before, now));
    }
}
