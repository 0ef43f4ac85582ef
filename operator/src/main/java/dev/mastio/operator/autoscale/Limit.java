package dev.mastio.operator.autoscale;

/** What kept a decision from following the rate. The names are those of the HorizontalPodAutoscaler. */
public enum Limit {
    /** max. */
    TooManyReplicas,
    /** min. */
    TooFewReplicas,
    /** At most doubling, or four more, in any period. */
    ScaleUpLimit,
    /** One less in one period. */
    ScaleDownLimit
}
