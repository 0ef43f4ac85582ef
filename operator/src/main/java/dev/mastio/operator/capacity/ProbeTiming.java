package dev.mastio.operator.capacity;

import org.jspecify.annotations.Nullable;

/**
 * When the kubelet asks and when it gives up, in seconds. The budget is that of the sizing page (interval 30 s, time-out
 * 5 s, 5 retries, 30 s start period), spent so that a start that takes two seconds is seen after two seconds.
 *
 * @param grace from the last failure until the container is killed, or null for that of the pod
 */
public record ProbeTiming(
        int period,
        int timeout,
        int failureThreshold,
        @Nullable Long grace) {

    /** 30 s start period and 5 intervals of 30 s, asked every second. */
    public static final ProbeTiming STARTUP = new ProbeTiming(1, 1, 30 + 5 * 30, null);

    /**
     * Interval, time-out and retries of the sizing page; its start period is the start-up probe's. What has hung for that long does not end
     * by itself: the pod's grace period, which is for those who drain, would only be added to the page's budget.
     */
    public static final ProbeTiming LIVENESS = new ProbeTiming(30, 5, 5, 10L);

    /** Whether requests may come: a restart is not at stake, so this one is quick. */
    public static final ProbeTiming READINESS = new ProbeTiming(2, 1, 2, null);
}
