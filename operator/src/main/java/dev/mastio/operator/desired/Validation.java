package dev.mastio.operator.desired;

import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.operator.capacity.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What is wrong with a spec, beyond what the CRD refuses; and what the CRD refuses, in case the cluster holds an older one. */
public final class Validation {

    /**
     * Everything that is wrong with an instance, empty if nothing is.
     *
     * @param scheduleProblem says what is wrong with a cron schedule
     */
    public static List<FieldProblem> of(
            String name, MastioInstanceSpec spec, Function<String, Optional<String>> scheduleProblem) {
        List<FieldProblem> problems = new ArrayList<>();
        if (name.length() > Names.LONGEST) {
            problems.add(new FieldProblem("metadata.name", name + " is longer than " + Names.LONGEST));
        }
        if (spec.soak() != null) {
            scheduleProblem
                    .apply(spec.soak().schedule())
                    .ifPresent(problem -> problems.add(new FieldProblem("spec.soak.schedule", problem)));
        }
        return problems;
    }

    private Validation() {}
}
