package dev.mastio.bench.load;

/**
 * What happened in about one second of a run.
 *
 * @param at seconds from the start of the run to the end of this interval
 * @param length of the interval, in seconds
 * @param requests answered or failed
 * @param failed of these
 * @param p50 milliseconds, successful requests only, as are the others; 0 when there were none
 * @param users virtual users, or open connections in the open model
 * @param generatorBusy share of a core that the busiest event loop used; near 1 the load program is at its limit
 * @param generatorLag milliseconds, 95th percentile, by which the load program itself came late to arrivals
 */
public record Second(
        double at,
        double length,
        long requests,
        long failed,
        double p50,
        double p95,
        double p99,
        double max,
        int users,
        double generatorBusy,
        double generatorLag) {

    public double rate() {
        return requests / length;
    }

    public double errorRate() {
        return requests == 0 ? 0 : (double) failed / requests;
    }
}
