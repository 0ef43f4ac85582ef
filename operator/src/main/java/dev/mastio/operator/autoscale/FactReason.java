package dev.mastio.operator.autoscale;

/** Reasons of the autoscaler's conditions; where the HorizontalPodAutoscaler has a word, it is that word. */
public enum FactReason {
    /** ScalingActive: there is a rate to decide on. */
    ValidMetricFound,
    /** Not ScalingActive: too few pods answer, or not for long enough. */
    MetricsUnavailable,
    /** Not ScalingActive: the last answer is too old, or the clock was set back since. */
    MetricsStale,
    /** Not ScalingActive: mode Off. */
    ScalingDisabled,
    /** Not ScalingActive: mode Advisory decides and reports only. */
    AdvisoryOnly,

    /** AbleToScale: nothing holds a change back. */
    ReadyForNewScale,
    /** AbleToScale: a replica less waits for the long window. */
    ScaleDownStabilized,
    /** AbleToScale: a changed spec.replicas has no effect in mode Auto. */
    IgnoredInAuto,
    /** Not AbleToScale (down): pods are being replaced. */
    RolloutInProgress,
    /** Not AbleToScale (down): not every replica is ready. */
    PodsNotReady,
    /** Not AbleToScale (down): the last change was a moment ago. */
    BackoffAfterChange,

    /** ScalingLimited: the rate asks for more than max. */
    TooManyReplicas,
    /** ScalingLimited: the rate would do with less than min. */
    TooFewReplicas,
    /** ScalingLimited: no more may come in one period. */
    ScaleUpLimit,
    /** ScalingLimited: one step down at a time. */
    ScaleDownLimit,
    /** Not ScalingLimited. */
    DesiredWithinRange,

    /** FloorMet: replicas carried as much as their floor promises. */
    PerReplicaRateAboveFloor,
    /** Not FloorMet: requests are shed, answered late or with server errors for long at a rate under the floor. */
    FloorNotMet,
    /** FloorMet unknown: the load says nothing about the floor. */
    InsufficientLoad
}
