package dev.mastio.local.api.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Adds fields to an object and takes them away, elements of lists found by the keys that the schema names. */
final class MergeByKeys {
    private MergeByKeys() {}

    static void merge(Schema schema, ObjectNode into, ObjectNode change) {
        for (Map.Entry<String, JsonNode> field : change.properties()) {
            Schema child = schema.fieldOrAny(field.getKey());
            JsonNode present = into.get(field.getKey());
            JsonNode wanted = field.getValue();
            List<String> keys = child.listKeys();
            // Null is an empty map or list: there is nothing to merge.
            boolean merges =
                    present instanceof ObjectNode ? !child.atomicMap() : present instanceof ArrayNode && keys != null;
            if (wanted.isNull() && merges && !present.isEmpty()) continue;
            if (wanted instanceof ObjectNode object && present instanceof ObjectNode target && !child.atomicMap())
                merge(child, target, object);
            else if (wanted instanceof ArrayNode array && present instanceof ArrayNode target && keys != null)
                elements(child, keys, target, array);
            else into.set(field.getKey(), wanted.deepCopy());
        }
    }

    private static void elements(Schema list, List<String> keys, ArrayNode into, ArrayNode change) {
        ElementOrder order = new ElementOrder(list, keys, change, into.deepCopy(), true);
        for (JsonNode element : change) element(list.items(), keys, into, element);
        order.sort(into);
    }

    private static void element(Schema schema, List<String> keys, ArrayNode into, JsonNode element) {
        String step = FieldPath.elementStep(schema, element, keys);
        int at = indexOf(schema, into, keys, step);
        if (at < 0) {
            into.add(element.deepCopy());
            return;
        }
        // Of several with the same keys it can't be told which is meant: the new one takes the place of all.
        boolean several = removeFurther(schema, into, keys, step, at);
        if (several || keys.isEmpty() || schema.atomicMap()) into.set(at, element.deepCopy());
        else merge(schema, (ObjectNode) into.get(at), (ObjectNode) element);
    }

    private static boolean removeFurther(Schema schema, ArrayNode array, List<String> keys, String step, int first) {
        int size = array.size();
        for (int i = size - 1; i > first; i--)
            if (FieldPath.elementStep(schema, array.get(i), keys).equals(step)) array.remove(i);
        return array.size() < size;
    }

    /** Where the element is, by the schema of elements; -1 when it is not there. */
    static int indexOf(Schema schema, ArrayNode array, List<String> keys, String step) {
        for (int i = 0; i < array.size(); i++)
            if (FieldPath.elementStep(schema, array.get(i), keys).equals(step)) return i;
        return -1;
    }

    /** Removes one field; what is left empty around it goes too, or is null where it is needed. */
    static void remove(Schema schema, ObjectNode object, FieldPath path, Predicate<FieldPath> needed) {
        List<String> steps = path.steps();
        remove(schema, object, steps, FieldPath.of(steps.getFirst()), needed);
    }

    private static void remove(
            Schema schema, JsonNode node, List<String> steps, FieldPath at, Predicate<FieldPath> needed) {
        String step = steps.getFirst();
        boolean last = steps.size() == 1;
        if (node instanceof ObjectNode object && step.startsWith("f:")) {
            String name = step.substring(2);
            JsonNode child = object.get(name);
            if (child == null) return;
            if (!last)
                remove(schema.fieldOrAny(name), child, steps.subList(1, steps.size()), at.then(steps.get(1)), needed);
            if (!last && !(child.isContainerNode() && child.isEmpty())) return;
            if (!last && needed.test(at)) object.putNull(name);
            else object.remove(name);
        } else if (node instanceof ArrayNode array && schema.listKeys() != null) {
            int index = indexOf(schema.items(), array, schema.listKeys(), step);
            if (index < 0) return;
            if (last) array.remove(index);
            else
                remove(schema.items(), array.get(index), steps.subList(1, steps.size()), at.then(steps.get(1)), needed);
        }
    }
}
