package dev.mastio.operator.instance.report;

/** The conditions of an instance, in the order in which they are shown. */
public enum ConditionType {
    Ready("Clients are served by what the spec declares."),
    SpecValid("The spec can be carried out as it stands."),
    Progressing("Pods are being replaced or added, or wait for that."),
    ReconciliationPaused("The annotation mastio.dev/paused keeps the operator from changing anything."),
    ScalingActive("The autoscaler has a rate to decide on, and decides."),
    AbleToScale("Nothing keeps the autoscaler from following the rate."),
    ScalingLimited("A limit keeps the autoscaler from following the rate."),
    FloorMet("Replicas carry what the floor of their class promises."),
    SoakHealthy("The last soak run held its limits."),
    RenewalBlocked("The certificate that the operator made can't be renewed by it."),
    Degraded("Something that clients don't need to be served could not be made or changed; the message says what.");

    private final String meaning;

    ConditionType(String meaning) {
        this.meaning = meaning;
    }

    /** What it means if it is True. */
    public String meaning() {
        return meaning;
    }
}
