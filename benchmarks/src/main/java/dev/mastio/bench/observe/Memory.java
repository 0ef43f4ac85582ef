package dev.mastio.bench.observe;

import java.net.URI;

/**
 * A proxy's memory at one moment of a run.
 *
 * @param at seconds from the start of the run
 * @param resident bytes of the whole process
 * @param heapLive bytes of heap in use after the last collection; NaN when the page does not say
 */
public record Memory(URI ops, double at, double resident, double heapLive) {}
