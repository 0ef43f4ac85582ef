package dev.mastio.operator.autoscale;

import java.time.Instant;

/**
 * What was seen of an instance's traffic. A pod that does not answer adds nothing to the rates; how many are missing
 * follows from {@code readyPods} and {@code answeringPods}.
 *
 * @param at time of the newest sample
 * @param shortRate client requests per second over the short window, all pods together
 * @param longMaximum the highest short-window rate within the long window, never below {@code shortRate}
 * @param soakRate soak requests per second over the short window: reported, never decided on
 * @param underFloor what went wrong for long in pods that got no more than their floor
 * @param shortSince since when there is data at all
 * @param longSince since when there is data without a hole that could hide a higher rate
 * @param readyPods pods that are ready, so that they should answer
 * @param answeringPods how many of those have a fresh rate
 */
public record Observation(
        Instant at,
        double shortRate,
        double longMaximum,
        double soakRate,
        Shortfall underFloor,
        Instant shortSince,
        Instant longSince,
        int readyPods,
        int answeringPods) {

    /** Something was seen of the rate; not so while ready pods have never answered. */
    public boolean rated() {
        return shortSince.isBefore(at);
    }

    /** Two thirds of the ready pods answer. */
    public boolean quorum() {
        return readyPods > 0 && 3L * answeringPods >= 2L * readyPods;
    }

    /** Every ready pod answers. */
    public boolean complete() {
        return readyPods > 0 && answeringPods >= readyPods;
    }
}
