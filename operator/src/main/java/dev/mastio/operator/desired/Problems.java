package dev.mastio.operator.desired;

import dev.mastio.operator.capacity.FieldProblem;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, so that a user learns of everything at once. */
final class Problems {

    private final List<FieldProblem> found = new ArrayList<>();

    void add(String path, String message) {
        found.add(new FieldProblem(path, message));
    }

    void addIf(boolean wrong, String path, String message) {
        if (wrong) add(path, message);
    }

    List<FieldProblem> list() {
        return List.copyOf(found);
    }
}
