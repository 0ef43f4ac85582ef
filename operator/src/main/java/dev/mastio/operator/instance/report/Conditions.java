package dev.mastio.operator.instance.report;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The one place where conditions are made. */
public final class Conditions {

    private Conditions() {}

    /**
     * The conditions to report. One that no claim mentions goes: an absent condition means that the feature is not in use. The
     * time of the last transition stays as long as the status does.
     */
    public static List<Condition> merge(
            List<Condition> before, Collection<Claim> claims, long generation, Instant now) {
        Map<String, Condition> known =
                before.stream().collect(Collectors.toMap(Condition::getType, Function.identity(), (a, b) -> b));
        return claims.stream()
                .sorted(Comparator.comparing(Claim::type))
                .map(claim -> condition(claim, known.get(claim.type().name()), generation, now))
                .toList();
    }

    /** In the order of {@link ConditionType}; one that an older operator knew comes last. */
    public static List<Condition> inOrder(List<Condition> conditions) {
        return conditions.stream()
                .sorted(Comparator.comparingInt(Conditions::rank))
                .toList();
    }

    private static int rank(Condition condition) {
        return Arrays.stream(ConditionType.values())
                .filter(type -> type.name().equals(condition.getType()))
                .findFirst()
                .map(ConditionType::ordinal)
                .orElse(Integer.MAX_VALUE);
    }

    private static Condition condition(Claim claim, @Nullable Condition before, long generation, Instant now) {
        String status = claim.status().name();
        return new ConditionBuilder()
                .withType(claim.type().name())
                .withStatus(status)
                .withReason(claim.reason())
                .withMessage(claim.message())
                .withObservedGeneration(generation)
                .withLastTransitionTime(transition(status, before, now))
                .build();
    }

    private static String transition(String status, @Nullable Condition before, Instant now) {
        return before != null && status.equals(before.getStatus()) && before.getLastTransitionTime() != null
                ? before.getLastTransitionTime()
                : now.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
