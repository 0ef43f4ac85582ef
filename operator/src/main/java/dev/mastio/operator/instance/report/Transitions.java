package dev.mastio.operator.instance.report;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which changes of conditions are news. A rollout that begins is not; that it stalls is. */
public final class Transitions {

    private static final Set<String> WARNINGS = Set.of(
            Reason.DeploymentUnavailable.name(),
            Reason.SpecInvalid.name(),
            Reason.LastGoodSpecInUse.name(),
            Reason.DependencyMissing.name(),
            Reason.DatabaseKeyMissing.name(),
            Reason.OrgRootMissing.name(),
            Reason.NameTaken.name(),
            Reason.ApiRefused.name(),
            Reason.ReconcileError.name(),
            Reason.RolloutStalled.name(),
            Reason.AuthorityKeyMissing.name(),
            "FloorNotMet",
            "IgnoredInAuto",
            "SoakOverdue",
            "SoakNotDeclared");

    private static final Set<String> GOOD_NEWS = Set.of(
            Reason.Available.name(),
            Reason.WaitingForTurn.name(),
            Reason.PausedByAnnotation.name(),
            "PerReplicaRateAboveFloor");

    private Transitions() {}

    /** What to say about the way from one list of conditions to the other. */
    public static List<News> between(List<Condition> before, List<Condition> after) {
        Map<String, Condition> known =
                before.stream().collect(Collectors.toMap(Condition::getType, Function.identity(), (a, b) -> b));
        return after.stream()
                .filter(condition -> !sameReason(known.get(condition.getType()), condition))
                .filter(condition ->
                        WARNINGS.contains(condition.getReason()) || GOOD_NEWS.contains(condition.getReason()))
                .map(Transitions::news)
                .toList();
    }

    private static boolean sameReason(@Nullable Condition before, Condition after) {
        return before != null && after.getReason().equals(before.getReason());
    }

    private static News news(Condition condition) {
        News news = WARNINGS.contains(condition.getReason())
                ? News.warning(condition.getReason(), condition.getMessage())
                : News.normal(condition.getReason(), condition.getMessage());
        return news.keyed(condition.getType());
    }
}
