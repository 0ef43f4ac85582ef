package dev.mastio.operator.instance;

import dev.mastio.operator.instance.apply.Dependents.Proxies;
import dev.mastio.operator.instance.look.GoneException;
import dev.mastio.operator.instance.look.StoppingException;
import dev.mastio.operator.instance.report.Claim;
import io.javaoperatorsdk.operator.processing.dependent.workflow.WorkflowReconcileResult;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What came of the workflow.
 *
 * @param failed who failed, by name, and how
 * @param scaled whether the Deployment is as decided
 */
record Applied(Map<String, Exception> failed, boolean scaled) {

    private static final Logger LOG = LoggerFactory.getLogger(Applied.class);

    static Applied of(WorkflowReconcileResult result) {
        Map<String, Exception> failed = new TreeMap<>();
        result.getErroredDependents().forEach((dependent, failure) -> {
            if (!(failure instanceof StoppingException || failure instanceof GoneException || Failures.isRace(failure)))
                LOG.warn("{} could not be applied", dependent.name(), failure);
            failed.put(dependent.name(), failure);
        });
        for (Exception failure : failed.values()) if (failure instanceof GoneException gone) throw gone;
        return new Applied(failed, result.getReconciledDependents().stream().anyMatch(Proxies.class::isInstance));
    }

    /** Where somebody else was quicker: nothing to be told, but to be tried again. */
    Optional<Claim> race() {
        return failed.values().stream().filter(Failures::isRace).findFirst().map(Failures::claim);
    }

    /** Of those, the failure worth reading. */
    Optional<Claim> failure(Predicate<String> names) {
        return Failures.worst(failed.entrySet().stream()
                .filter(entry -> names.test(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList());
    }
}
