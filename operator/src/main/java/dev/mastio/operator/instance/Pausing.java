package dev.mastio.operator.instance;

import dev.mastio.api.Api;
import dev.mastio.api.MastioInstance;
import dev.mastio.operator.capacity.FieldProblem;
import java.util.Optional;
import java.util.Set;

/** The annotation that tells the operator to keep its hands off an instance. */
final class Pausing {

    private static final String YES = "true";
    private static final Set<String> NO = Set.of("", "false");

    private Pausing() {}

    static boolean isAsked(MastioInstance instance) {
        return YES.equals(value(instance));
    }

    /** Somebody who writes something else believes that it pauses; so nothing new is carried out until it is clear. */
    static Optional<FieldProblem> problem(MastioInstance instance) {
        String value = value(instance);
        if (YES.equals(value) || NO.contains(value)) return Optional.empty();
        return Optional.of(new FieldProblem(
                "metadata.annotations[" + Api.PAUSE + "]",
                "'" + value + "' says neither yes nor no: write \"true\" to pause, or remove the annotation"));
    }

    private static String value(MastioInstance instance) {
        return instance.getMetadata().getAnnotations().getOrDefault(Api.PAUSE, "");
    }
}
