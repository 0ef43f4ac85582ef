package dev.mastio.operator.instance.apply;

import dev.mastio.api.Api;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What the operator writes down on its own objects, so that a restart forgets nothing. */
public final class Annotations {

    /** On the ConfigMap: the inputs of the last pass that had good ones. */
    public static final String LAST_GOOD = Api.GROUP + "/last-good";

    /** On the Deployment: edition of the hardware class that it follows. */
    public static final String CLASS_EDITION = Api.GROUP + "/class-edition";

    /** On the Deployment: the edition that it took when it had been unavailable for long; not there as a rule. */
    public static final String UNAVAILABLE_BEFORE = Api.GROUP + "/unavailable-before";

    /** On the Deployment: replicas as they were last decided. Its own number anybody may change; this one tells what to change it back to. */
    public static final String DECIDED_REPLICAS = Api.GROUP + "/decided-replicas";

    private Annotations() {}

    /** The number of replicas that the Deployment was last given by us; empty if it does not say. */
    public static OptionalInt decidedReplicas(@Nullable Deployment deployment) {
        return read(deployment, DECIDED_REPLICAS).stream()
                .filter(text -> text.matches("[0-9]{1,6}"))
                .mapToInt(Integer::parseInt)
                .findFirst();
    }

    /** The value of an annotation of an object that may not exist. */
    public static Optional<String> read(@Nullable HasMetadata object, String annotation) {
        return object == null
                ? Optional.empty()
                : Optional.ofNullable(object.getMetadata().getAnnotations().get(annotation));
    }

    static <R extends HasMetadata> R with(R object, String annotation, String value) {
        object.getMetadata().getAnnotations().put(annotation, value);
        return object;
    }
}
