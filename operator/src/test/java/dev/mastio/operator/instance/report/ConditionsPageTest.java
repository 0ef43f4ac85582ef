package dev.mastio.operator.instance.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.operator.autoscale.FactReason;
import dev.mastio.operator.soak.SoakHealth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The reference of conditions is made from the enums; a reason without a sentence doesn't compile. */
class ConditionsPageTest {

    private static final Path PAGE = Path.of("../docs/reference/conditions.md");

    @Test
    void thePageHoldsEveryConditionAndReason() throws IOException {
        String page = """
                # Conditions of a MastioInstance

                Generated from the operator's own lists; after a change run
                `mvn -pl operator -am test -Dtest=ConditionsPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dmastio.regenerate=true`.

                Reasons are stable words for tools; messages are for people. A condition that is absent means that the feature is not in use.
                `observedGeneration` says which spec a condition is about. Events use the same reasons.

                | condition | if True |
                | --- | --- |
                %s

                | condition | reason | status | meaning |
                | --- | --- | --- | --- |
                %s
                %s
                %s
                %s
                """.formatted(
                Arrays.stream(ConditionType.values())
                        .map(type -> "| `%s` | %s |".formatted(type, type.meaning()))
                        .collect(Collectors.joining("\n")),
                Arrays.stream(Reason.values())
                        .map(reason -> row(reason.condition(), reason, reason.truth(), reason.meaning()))
                        .collect(Collectors.joining("\n")),
                Arrays.stream(Reason.values())
                        .filter(Reason::degrades)
                        .map(reason -> row(ConditionType.Degraded, reason, "True", reason.meaning()))
                        .collect(Collectors.joining("\n")),
                Arrays.stream(FactReason.values())
                        .map(ConditionsPageTest::scaling)
                        .collect(Collectors.joining("\n")),
                Arrays.stream(SoakHealth.Reason.values())
                        .map(reason -> row(
                                ConditionType.SoakHealthy, reason, new SoakHealth(reason, "").status(), soak(reason)))
                        .collect(Collectors.joining("\n")));
        if (Boolean.getBoolean("mastio.regenerate")) Files.writeString(PAGE, page);

        assertThat(PAGE).content().isEqualTo(page);
    }

    private static String scaling(FactReason reason) {
        return switch (reason) {
            case ValidMetricFound -> active(reason, "True", "There is a rate to decide on.");
            case MetricsUnavailable ->
                active(reason, "False", "Too few pods answer, or not for long enough; replicas are held.");
            case MetricsStale ->
                active(
                        reason,
                        "False",
                        "The last answer is too old, or the operator's clock was set back since; replicas are held.");
            case ScalingDisabled -> active(reason, "False", "Mode Off: replicas follow `spec.replicas`.");
            case AdvisoryOnly -> active(reason, "False", "Mode Advisory: decisions are reported, not carried out.");
            case ReadyForNewScale -> able(reason, "True", "Nothing holds a change back.");
            case ScaleDownStabilized -> able(reason, "True", "A replica less waits for the long window.");
            case IgnoredInAuto ->
                able(
                        reason,
                        "True, False",
                        "A changed `spec.replicas` has no effect in mode Auto. False if a change is held back at the moment, too.");
            case RolloutInProgress -> able(reason, "False", "Pods are being replaced: no replica goes.");
            case PodsNotReady -> able(reason, "False", "Not every replica is ready: none goes.");
            case BackoffAfterChange -> able(reason, "False", "The last change was a moment ago.");
            case TooManyReplicas -> limited(reason, "True", "The rate asks for more than `max`.");
            case TooFewReplicas -> limited(reason, "True", "The rate would do with less than `min`.");
            case ScaleUpLimit ->
                limited(
                        reason,
                        "True",
                        "No more may come yet: at most doubling, or four more, in any upPeriodSeconds.");
            case ScaleDownLimit -> limited(reason, "True", "One step down at a time.");
            case DesiredWithinRange -> limited(reason, "False", "No limit is hit.");
            case PerReplicaRateAboveFloor -> floor(reason, "True", "Replicas carried what their floor promises.");
            case FloorNotMet ->
                floor(
                        reason,
                        "False",
                        "Requests are shed, answered late or with server errors for long at a rate under the floor.");
            case InsufficientLoad -> floor(reason, "Unknown", "The load says nothing about the floor.");
        };
    }

    private static String soak(SoakHealth.Reason reason) {
        return switch (reason) {
            case SoakPassed -> "The last run held all limits.";
            case LeakSuspected -> "The last run failed because memory stayed after the load had gone.";
            case SoakFailed -> "The last run failed for latency or errors.";
            case SoakInconclusive -> "The last run came to no judgement, because something disturbed it.";
            case SoakError -> "The last run could not be carried out, or its verdict is lost.";
            case SoakOverdue -> "The schedule's time passed and no run was made.";
            case NeverRun -> "No run has finished yet.";
            case SoakNotDeclared ->
                "A run on demand was asked for, and there is no `spec.soak`; it starts once there is.";
        };
    }

    private static String active(FactReason reason, String status, String meaning) {
        return row(ConditionType.ScalingActive, reason, status, meaning);
    }

    private static String able(FactReason reason, String status, String meaning) {
        return row(ConditionType.AbleToScale, reason, status, meaning);
    }

    private static String limited(FactReason reason, String status, String meaning) {
        return row(ConditionType.ScalingLimited, reason, status, meaning);
    }

    private static String floor(FactReason reason, String status, String meaning) {
        return row(ConditionType.FloorMet, reason, status, meaning);
    }

    private static String row(ConditionType type, Enum<?> reason, Object status, String meaning) {
        return "| `%s` | `%s` | %s | %s |".formatted(type, reason, status, meaning);
    }
}
