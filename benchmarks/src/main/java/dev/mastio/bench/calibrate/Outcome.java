package dev.mastio.bench.calibrate;

/**
 * What came of offering one rate.
 *
 * @param p95 milliseconds, of all requests, from when they were due
 * @param held within the objectives
 * @param generatorLimited not held, and the load program was short of processor time itself: says nothing about the server
 * @param trouble why most of the failed requests failed; empty when none did
 */
public record Outcome(
        double rate, double p95, double errorRate, boolean held, boolean generatorLimited, String trouble) {}
