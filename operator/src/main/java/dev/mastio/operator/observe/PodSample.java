package dev.mastio.operator.observe;

import java.time.Instant;

/**
 * The counters of one pod at one time, as its {@code /metrics} gave them.
 *
 * @param at when they were asked for
 * @param startedAt Unix time at which the process started; another one means that counters began anew
 * @param client requests of clients that arrived so far
 * @param soak requests of soaks that arrived so far
 * @param shed requests of clients that were shed so far
 * @param answers answers to clients so far
 */
public record PodSample(Instant at, double startedAt, double client, double soak, double shed, Answers answers) {

    /** The same process, and counters that only went up. */
    boolean continues(PodSample earlier) {
        return Double.compare(startedAt, earlier.startedAt) == 0
                && client >= earlier.client
                && soak >= earlier.soak
                && shed >= earlier.shed;
    }
}
