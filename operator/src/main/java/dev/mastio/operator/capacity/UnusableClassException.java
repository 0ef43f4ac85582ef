package dev.mastio.operator.capacity;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** A hardware class from which no working replica can be computed. The user has to change the class; trying again is no use. */
public final class UnusableClassException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<FieldProblem> problems;

    UnusableClassException(String className, List<FieldProblem> problems) {
        super("MastioHardwareClass " + className + " can't be used: "
                + problems.stream().map(FieldProblem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    /** Every field that is at fault. */
    public List<FieldProblem> problems() {
        return problems;
    }
}
