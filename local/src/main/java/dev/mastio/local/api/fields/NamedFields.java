package dev.mastio.local.api.fields;

import dev.mastio.local.api.schema.Schema;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The fields that a schema names around those that somebody owns. Who gives up all of his within one gives up the field itself, and with it
 * what nobody owns there, such as defaults. An entry of a map has no name that the schema knows: like an element of a list it is owned itself.
 */
final class NamedFields {
    private static final FieldPath METADATA = FieldPath.of("f:metadata");

    private NamedFields() {}

    /** The fields themselves and those around them, but for the metadata: an object keeps its name. */
    static NavigableSet<FieldPath> with(Schema schema, NavigableSet<FieldPath> owned) {
        NavigableSet<FieldPath> all = new TreeSet<>(owned);
        for (FieldPath path : owned) addAround(schema, path.steps(), all);
        all.remove(METADATA);
        return all;
    }

    private static void addAround(Schema root, List<String> steps, NavigableSet<FieldPath> into) {
        Schema schema = root;
        FieldPath at = FieldPath.of(steps.getFirst());
        for (int i = 0; i < steps.size() - 1; i++) {
            String step = steps.get(i);
            if (i > 0) at = at.then(step);
            boolean field = step.startsWith("f:");
            if (field && schema.declares(step.substring(2))) into.add(at);
            schema = field ? schema.fieldOrAny(step.substring(2)) : schema.items();
        }
    }
}
