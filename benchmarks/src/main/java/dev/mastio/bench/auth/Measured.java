package dev.mastio.bench.auth;

import java.util.Locale;

/**
 * What a leg came to.
 *
 * @param cpuSeconds of the server
 */
public record Measured(String what, long requests, long failures, double seconds, double cpuSeconds) {

    double perCpuSecond() {
        return requests / cpuSeconds;
    }

    double perSecond() {
        return requests / seconds;
    }

    /** Of one processor, how much the server used. */
    double processors() {
        return cpuSeconds / seconds;
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%-8s %8d requests, %d failures, %.1f s, %.0f/s, server CPU %.2f s, %.0f per CPU second",
                what,
                requests,
                failures,
                seconds,
                perSecond(),
                cpuSeconds,
                perCpuSecond());
    }
}
