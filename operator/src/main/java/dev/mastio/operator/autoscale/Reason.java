package dev.mastio.operator.autoscale;

/** Why a decision is what it is. The names are what status, events and metrics show. */
public enum Reason {
    /** The rate passes what the present replicas should carry: more of them. */
    FloorCrossed,
    /** The rate stayed so low for the whole long window that one replica less will do. */
    RateFell,
    /** There were fewer replicas than min. */
    BelowMinimum,
    /** There were more replicas than max. */
    AboveMaximum,
    /** The present replicas are the right number. */
    WithinTarget,
    /** The rate asks for more replicas than max. */
    AtMaximum,
    /** The rate would do with fewer replicas than min. */
    AtMinimum,
    /** The rate asks for more than may come in one period. */
    WaitingToScaleUp,
    /** The rate would do with less, the last change was a moment ago. */
    WaitingToScaleDown,
    /** The rate would do with less now, not yet for the whole long window. */
    Stabilising,
    /** Not yet enough data to go up. */
    ShortWindowFilling,
    /** Not yet enough data to go down. */
    LongWindowFilling,
    /** The rate would do with less, but pods are being replaced. */
    RolloutInProgress,
    /** The rate would do with less, but not every replica is ready. */
    PodsNotReady,
    /** The rate would do with less, but not every ready pod answers. */
    PartialMetrics,
    /** Fewer than two thirds of the ready pods answer. */
    QuorumMissed,
    /** No pod has answered for a while. */
    MetricsStale,
    /** No pod has answered since the operator looks. */
    MetricsUnavailable,
    /** Mode Off. */
    Disabled;

    /** It keeps what a user asked for from happening, until the user does something about it. */
    public boolean needsSomebody() {
        return switch (this) {
            case AtMaximum, QuorumMissed, MetricsStale -> true;
            default -> false;
        };
    }
}
