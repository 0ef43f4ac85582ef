package dev.mastio.bench.soak;

/**
 * What a replica said of itself at one moment.
 *
 * @param at seconds from the start of the run
 * @param resident bytes of the whole process
 * @param liveHeap bytes of heap in use after the last collection
 * @param collections so far
 * @param started Unix time at which the process started
 * @param cpu seconds of processor time so far, user and system
 * @param soakArrivals requests with a valid soak token so far
 * @param clientArrivals all others so far
 */
record Sample(
        double at,
        double resident,
        double liveHeap,
        double collections,
        double started,
        double cpu,
        double soakArrivals,
        double clientArrivals) {}
