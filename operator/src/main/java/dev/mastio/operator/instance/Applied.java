package dev.mastio.operator.instance;

import dev.mastio.operator.instance.apply.Dependents.Proxies;
import dev.mastio.operator.instance.look.GoneException;
import dev.mastio.operator.instance.look.StoppingException;
import dev.mastio.operator.instance.report.Claim;
import io.javaoperatorsdk.operator.processing.dependent.workflow.WorkflowReconcileResult;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What came of the workflow.
 *
 * @param failed who failed, by name, and how
 * @param excused whether who was beaten by somebody else may try again before anybody is told
 * @param scaled whether the Deployment is as decided
 */
record Applied(Map<String, Exception> failed, boolean excused, boolean scaled) {

    private static final Logger LOG = LoggerFactory.getLogger(Applied.class);

    /** @param excuse asked only where a race was lost */
    static Applied of(WorkflowReconcileResult result, BooleanSupplier excuse) {
        Map<String, Exception> failed = new TreeMap<>();
        result.getErroredDependents().forEach((dependent, failure) -> failed.put(dependent.name(), failure));
        Applied applied = new Applied(
                failed,
                failed.values().stream().anyMatch(Failures::isRace) && excuse.getAsBoolean(),
                result.getReconciledDependents().stream().anyMatch(Proxies.class::isInstance));
        failed.forEach((name, failure) -> {
            if (!(failure instanceof StoppingException
                    || failure instanceof GoneException
                    || applied.isExcused(failure))) LOG.warn("{} could not be applied", name, failure);
        });
        for (Exception failure : failed.values()) if (failure instanceof GoneException gone) throw gone;
        return applied;
    }

    /** Where somebody else was quicker: not to be told, but what is known now is not how things stand. */
    Optional<Claim> race() {
        return failed.values().stream().filter(this::isExcused).findFirst().map(Failures::claim);
    }

    /** Whether it was the Deployment's turn: not, if something that comes before it has failed. */
    boolean reachedDeployment() {
        return scaled || failed.containsKey(Work.PROXIES);
    }

    boolean raced() {
        return failed.values().stream().anyMatch(Failures::isRace);
    }

    /** Of those, the failure worth reading. */
    Optional<Claim> failure(Predicate<String> names) {
        return Failures.worst(failed.entrySet().stream()
                .filter(entry -> names.test(entry.getKey()))
                .map(Map.Entry::getValue)
                .filter(failure -> !isExcused(failure))
                .toList());
    }

    private boolean isExcused(Exception failure) {
        return excused && Failures.isRace(failure);
    }
}
