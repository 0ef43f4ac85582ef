package dev.mastio.operator.instance.report;

import static dev.mastio.operator.instance.report.ConditionType.Progressing;
import static dev.mastio.operator.instance.report.ConditionType.Ready;
import static dev.mastio.operator.instance.report.ConditionType.ReconciliationPaused;
import static dev.mastio.operator.instance.report.ConditionType.RenewalBlocked;
import static dev.mastio.operator.instance.report.ConditionType.SpecValid;

import dev.mastio.operator.instance.report.Claim.Truth;
import org.jspecify.annotations.Nullable;

/** Why a condition is what it is. Tools may rely on these words; the autoscaler and the soak have reasons of their own. */
public enum Reason {
    Available(Ready, Truth.True, "Enough replicas of the declared configuration are available."),
    NotYetReconciled(Ready, Truth.False, "Nothing has been made yet."),
    DeploymentUnavailable(
            Ready, Truth.False, "Fewer replicas are available than declared; the message says what the pods say."),
    RolloutUnfinished(Ready, Truth.False, "Not every pod runs the declared configuration yet."),
    ScaledToZero(Ready, Truth.False, "spec.replicas is 0: nothing runs, as declared."),
    SpecInvalid(Ready, Truth.False, "The spec can't be carried out and there is no earlier one to go on with."),
    LastGoodSpecInUse(Ready, Truth.False, "The spec can't be carried out; what runs follows the last good one."),
    DependencyMissing(
            Ready,
            Truth.False,
            "The hardware class or a Secret is missing or unusable; what runs, if anything, follows the last good state, in the declared number."),
    DatabaseKeyMissing(
            Ready,
            Truth.False,
            "The Secret has no key for a store that is there already; no other is made, and what runs is left as it is but for the number of replicas."),
    OrgRootMissing(
            Ready,
            Truth.False,
            "The Secret with the Org Root that the operator made lacks it; no other is made, and what runs is left as it is but for the number of replicas."),
    NameTaken(Ready, Truth.False, "An object with a name that the instance needs exists and is not the instance's."),
    ApiRefused(Ready, Truth.False, "The API server refused a change; the operator tries again."),
    ReconcileError(
            Ready,
            Truth.Unknown,
            "The operator could not finish its work, so it can't tell what became of it; it tries again."),

    Valid(SpecValid, Truth.True, "Every field can be carried out."),
    InvalidSpec(SpecValid, Truth.False, "The message lists the fields and what to do."),

    RollingOut(Progressing, Truth.True, "Pods are being replaced or added."),
    WaitingForTurn(Progressing, Truth.True, "The hardware class has changed; other instances of it roll first."),
    RolloutComplete(Progressing, Truth.False, "Every pod runs what is declared."),
    RolloutStalled(Progressing, Truth.False, "The rollout makes no progress; the message says what the pods say."),
    NothingToRoll(Progressing, Truth.False, "There is no Deployment."),

    PausedByAnnotation(ReconciliationPaused, Truth.True, "The annotation mastio.dev/paused is true."),

    AuthorityKeyMissing(
            RenewalBlocked,
            Truth.True,
            "The Secret has a CA and not its key; the certificate is served as it is, and the CA is not replaced.");

    private final ConditionType condition;
    private final Truth truth;
    private final String meaning;

    Reason(ConditionType condition, Truth truth, String meaning) {
        this.condition = condition;
        this.truth = truth;
        this.meaning = meaning;
    }

    /** The condition that gives this reason. */
    public ConditionType condition() {
        return condition;
    }

    /** The status of the condition for this reason. */
    public Truth truth() {
        return truth;
    }

    /** One sentence for the reference. */
    public String meaning() {
        return meaning;
    }

    /** Whether it is hardly said of an instance whose store was never used. */
    public static boolean tellsOfUse(@Nullable String reason) {
        return DatabaseKeyMissing.name().equals(reason) || OrgRootMissing.name().equals(reason);
    }

    /**
     * Whether it may also be said of something that clients don't need, so that what serves them is not called unready for it; or beside another
     * reason that they are not served.
     */
    public boolean degrades() {
        return switch (this) {
            case NameTaken, ApiRefused, ReconcileError, DatabaseKeyMissing, OrgRootMissing -> true;
            default -> false;
        };
    }

    /** The condition with this reason. */
    public Claim because(String message) {
        return new Claim(condition, truth, name(), message);
    }
}
