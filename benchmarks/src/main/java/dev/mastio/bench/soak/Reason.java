package dev.mastio.bench.soak;

/** Why a run ended as it did. The reason decides the outcome. */
public enum Reason {
    /** All limits held. */
    WithinLimits(Outcome.Passed),

    /** Live heap stayed up after the load had gone: objects are kept. */
    HeapDrift(Outcome.Failed),
    /** Resident memory stayed up while the heap did not: memory outside the heap is kept. */
    ResidentDrift(Outcome.Failed),
    /** Too many requests failed. */
    ErrorsBreached(Outcome.Failed),
    /** The 95th percentile of the latency reached its limit. */
    LatencyBreached(Outcome.Failed),

    /** Replicas came or went. */
    ReplicasChanged(Outcome.Inconclusive),
    /** A replica's process started anew. */
    PodRestarted(Outcome.Inconclusive),
    /** A replica gave fewer than five samples before or after the load. */
    TooFewSamples(Outcome.Inconclusive),
    /** Another soak's requests came in at the same time. */
    Overlapping(Outcome.Inconclusive),
    /** The load was shorter than asked for. */
    TooShort(Outcome.Inconclusive),
    /** The load was less than half of what it should have been, for no fault of the proxies. */
    LoadTooLow(Outcome.Inconclusive),
    /** The run was told to stop. */
    Interrupted(Outcome.Inconclusive),

    /** The Service had no replicas, or they did not become ready. */
    NoPods(Outcome.Error),
    /** No request of the warm-up succeeded. */
    TargetUnreachable(Outcome.Error),
    /** The Kubernetes API did not say where the replicas are. */
    ApiUnreachable(Outcome.Error),
    /** The run's settings make no sense. */
    InvalidSettings(Outcome.Error),
    /** A fault of the soak program. */
    InternalError(Outcome.Error);

    /** The word that counts. */
    public enum Outcome {
        Passed(0),
        Failed(1),
        Inconclusive(2),
        Error(3);

        private final int exitCode;

        Outcome(int exitCode) {
            this.exitCode = exitCode;
        }

        public int exitCode() {
            return exitCode;
        }
    }

    private final Outcome outcome;

    Reason(Outcome outcome) {
        this.outcome = outcome;
    }

    public Outcome outcome() {
        return outcome;
    }
}
