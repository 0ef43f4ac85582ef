package dev.mastio.operator.capacity;

/**
 * When the kubelet asks and when it gives up, in seconds. The budget is that of the sizing page (interval 30 s, time-out
 * 5 s, 5 retries, 30 s start period), spent so that a start that takes two seconds is seen after two seconds.
 */
public record ProbeTiming(int period, int timeout, int failureThreshold) {

    /** 30 s start period and 5 intervals of 30 s, asked every second. */
    public static final ProbeTiming STARTUP = new ProbeTiming(1, 1, 30 + 5 * 30);

    /** Interval, time-out and retries of the sizing page; its start period is the start-up probe's. */
    public static final ProbeTiming LIVENESS = new ProbeTiming(30, 5, 5);

    /** Whether requests may come: a restart is not at stake, so this one is quick. */
    public static final ProbeTiming READINESS = new ProbeTiming(2, 1, 2);
}
