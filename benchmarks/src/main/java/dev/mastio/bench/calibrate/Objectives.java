package dev.mastio.bench.calibrate;

/** What "sustained" means. */
public record Objectives(double p95Millis, double errorRate) {

    /** Those that hardware classes are defined by. */
    public static final Objectives OF_A_CLASS = new Objectives(250, 0.01);

    public Objectives {
        if (!(p95Millis > 0))
            throw new IllegalArgumentException("the p95 objective must be above 0 ms, not " + p95Millis);
        if (!(errorRate > 0 && errorRate <= 1))
            throw new IllegalArgumentException("the error objective must be above 0 and at most 1, not " + errorRate);
    }

    boolean met(double p95, double errors) {
        return p95 < p95Millis && errors < errorRate;
    }
}
