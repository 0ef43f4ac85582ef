package dev.mastio.operator.instance.report;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Ready and Progressing, from what the Deployment says and nothing else. */
public final class Serving {

    private static final Set<Reason> REASONS = EnumSet.of(
            Reason.NotYetReconciled,
            Reason.ScaledToZero,
            Reason.RolloutUnfinished,
            Reason.DeploymentUnavailable,
            Reason.Available,
            Reason.NothingToRoll,
            Reason.RolloutStalled,
            Reason.RollingOut,
            Reason.RolloutComplete);

    private Serving() {}

    /** Nobody who knew more, such as that something else runs than what is declared, has said the condition of this claim. */
    public static boolean mayReplace(List<Condition> before, Claim claim) {
        return before.stream()
                .filter(condition -> claim.type().name().equals(condition.getType()))
                .allMatch(condition -> REASONS.stream().map(Reason::name).anyMatch(condition.getReason()::equals));
    }

    /**
     * Both conditions.
     *
     * @param least replicas that the user wants at the least; between these and what the autoscaler wants the instance is Ready
     * @param pods what the pods say is wrong, empty if nothing
     * @param served what Ready said as it was True, where since then no more than the number of replicas has changed; else empty
     */
    public static List<Claim> claims(Rollout rollout, int least, Optional<String> pods, Optional<String> served) {
        return List.of(ready(rollout, least, pods, served), progressing(rollout, pods));
    }

    private static Claim ready(Rollout rollout, int least, Optional<String> pods, Optional<String> served) {
        if (rollout.equals(Rollout.NONE)) return Reason.NotYetReconciled.because("the Deployment does not exist yet");
        if (rollout.observed() && rollout.wanted() == 0) return Reason.ScaledToZero.because("spec.replicas is 0");
        // Another number takes no pod away from clients by itself; what became of it is known a moment later.
        if (!rollout.observed() && served.isPresent()) return Reason.Available.because(served.get());
        if (rollout.replacing()) return Reason.RolloutUnfinished.because(with(rollout.figures(), pods));
        int needed = Math.max(1, Math.min(least, rollout.wanted()));
        if (rollout.available() < needed) return Reason.DeploymentUnavailable.because(with(rollout.figures(), pods));
        return Reason.Available.because(rollout.figures());
    }

    private static Claim progressing(Rollout rollout, Optional<String> pods) {
        if (rollout.equals(Rollout.NONE)) return Reason.NothingToRoll.because("the Deployment does not exist yet");
        if (rollout.trouble().isPresent() && !rollout.complete()) {
            return Reason.RolloutStalled.because(with(rollout.trouble().get(), pods));
        }
        return rollout.complete()
                ? Reason.RolloutComplete.because(rollout.figures())
                : Reason.RollingOut.because(rollout.figures());
    }

    private static String with(String figures, Optional<String> pods) {
        return pods.map(said -> figures + "; " + said).orElse(figures);
    }
}
