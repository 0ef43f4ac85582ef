package dev.mastio.operator.desired;

import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.operator.capacity.FieldProblem;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is wrong with a spec. First what the CRD can't see; then again what its rules refuse, because a cluster may hold an
 * older CRD than the operator, and a workload must not depend on that.
 */
public final class Validation {

    /**
     * Everything that is wrong with an instance, empty if nothing is. A spec with problems must not be applied: the builders
     * would leave out what it must not say.
     *
     * @param scheduleProblem says what is wrong with a cron schedule, if anything is
     */
    public static List<FieldProblem> of(
            String name, MastioInstanceSpec spec, Function<String, Optional<String>> scheduleProblem) {
        Problems problems = new Problems();
        ScalingRules.check(spec, problems);
        ReferenceRules.check(name, spec, problems);
        PodRules.check(spec.pod(), problems);
        if (spec.edge() != null) EdgeRules.check(spec.edge(), spec, problems);
        if (spec.soak() != null) SoakRules.check(spec.soak(), scheduleProblem, problems);
        return problems.list();
    }

    private Validation() {}
}
