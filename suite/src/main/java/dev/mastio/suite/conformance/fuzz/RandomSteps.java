package dev.mastio.suite.conformance.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mastio.suite.conformance.fuzz.Step.Verb;
import dev.mastio.suite.conformance.pair.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Draws a sequence of steps on few objects by few managers, so that they meet. */
final class RandomSteps {

    private static final int LONGEST = 12;
    private static final int WHOLE = 35;
    private static final int PART = 12;
    private static final List<Verb> LATER = List.of(
            Verb.UPDATE,
            Verb.UPDATE,
            Verb.UPDATE_ANY_VERSION,
            Verb.APPLY,
            Verb.APPLY,
            Verb.APPLY,
            Verb.MERGE,
            Verb.MERGE,
            Verb.JSON,
            Verb.STRATEGIC,
            Verb.GET,
            Verb.DELETE,
            Verb.CREATE);

    private static final List<String> DELETIONS = List.of(
            "",
            "",
            "",
            "?propagationPolicy=Background",
            "?propagationPolicy=Sideways",
            "?propagationPolicy=Foreground",
            "?propagationPolicy=Orphan",
            "?gracePeriodSeconds=0",
            "?gracePeriodSeconds=5",
            "?dryRun=All");

    private static final JsonNode REPLICAS = Trees.yaml("{type: integer, minimum: 0, maximum: 5}");

    private final RandomValues values;
    private final FuzzKind kind;

    private RandomSteps(RandomValues values, FuzzKind kind) {
        this.values = values;
        this.kind = kind;
    }

    static List<Step> of(List<FuzzKind> kinds, long seed) {
        Random random = new Random(seed);
        // The first numbers of neighbouring seeds are much alike.
        for (int i = 0; i < 8; i++) random.nextInt();
        RandomValues values = new RandomValues(random);
        RandomSteps drawn = new RandomSteps(values, values.oneOf(kinds));
        List<Step> steps = new ArrayList<>();
        steps.add(drawn.step(values.rarely(2) ? Verb.CREATE : Verb.APPLY));
        int length = 2 + random.nextInt(LONGEST - 1);
        while (steps.size() < length) steps.add(drawn.step(values.oneOf(LATER)));
        return steps;
    }

    private Step step(Verb verb) {
        String subresource = subresource(verb);
        boolean unknown = verb == Verb.STRATEGIC && kind.custom() && !values.rarely(10);
        Verb fitting = unknown ? Verb.MERGE : verb;
        return new Step(
                kind, fitting, subresource, values.rarely(6) ? "b" : "a", query(fitting), body(fitting, subresource));
    }

    /** Objects are created and deleted, and else changed through their subresources, too. */
    private String subresource(Verb verb) {
        boolean whole = verb == Verb.CREATE
                || verb == Verb.DELETE
                || kind.subresources().isEmpty();
        return whole || !values.rarely(4) ? "" : values.oneOf(kind.subresources());
    }

    private String query(Verb verb) {
        if (verb == Verb.GET) return "";
        if (verb == Verb.DELETE) return values.oneOf(DELETIONS);
        StringBuilder query = new StringBuilder("?fieldManager=" + values.oneOf(List.of("one", "two", "three")));
        if (verb == Verb.APPLY && values.rarely(3)) query.append("&force=true");
        if (!values.rarely(3))
            query.append("&fieldValidation=").append(values.oneOf(List.of("Strict", "Warn", "Ignore")));
        if (values.rarely(20)) query.append("&dryRun=All");
        return query.toString();
    }

    private JsonNode body(Verb verb, String subresource) {
        return switch (verb) {
            case GET, DELETE -> TextNode.valueOf("");
            case CREATE, APPLY -> content(subresource, values.rarely(3) ? PART : WHOLE);
            case UPDATE, UPDATE_ANY_VERSION, MERGE -> content(subresource, PART);
            case STRATEGIC -> withDirectives(content(subresource, PART));
            case JSON -> operations(subresource);
        };
    }

    private ObjectNode content(String subresource, int density) {
        return switch (subresource) {
            case "status" -> status();
            case "scale" -> scale();
            default -> object(density);
        };
    }

    private ObjectNode object(int density) {
        ObjectNode schema = (ObjectNode) kind.properties().deepCopy();
        schema.remove(List.of("apiVersion", "kind", "metadata", "status"));
        ObjectNode object = values.object(schema, List.of("spec"), Math.max(density, 35));
        if (schema.has("spec") && density < WHOLE && object.get("spec") instanceof ObjectNode)
            object.set("spec", values.object(schema.at("/spec/properties"), List.of(), density));
        if (values.rarely(3)) object.set("metadata", metadata());
        return object;
    }

    private ObjectNode metadata() {
        ObjectNode metadata = Trees.object();
        if (!values.rarely(3))
            metadata.putObject("labels").put(values.oneOf(List.of("app", "tier")), values.oneOf(List.of("a", "b", "")));
        if (values.rarely(3)) metadata.putObject("annotations").put("note", values.oneOf(List.of("x", "y")));
        if (values.rarely(10)) metadata.putArray("finalizers").add("mastio.dev/" + values.oneOf(List.of("x", "y")));
        if (values.rarely(15)) metadata.put("resourceVersion", "1");
        if (values.rarely(40)) metadata.put("uid", "11111111-1111-1111-1111-111111111111");
        return metadata;
    }

    /** What is beside it in a change of a status is to count for nothing. */
    private ObjectNode status() {
        ObjectNode change = values.rarely(8) ? object(PART) : Trees.object();
        change.set("status", values.value(kind.properties().path("status"), PART));
        return change;
    }

    private ObjectNode scale() {
        ObjectNode change = Trees.object();
        change.putObject("spec").set("replicas", values.value(REPLICAS, PART));
        return change;
    }

    private ArrayNode operations(String subresource) {
        ArrayNode operations = Trees.array();
        do {
            ObjectNode operation = operations.addObject();
            String op = values.oneOf(List.of("add", "replace", "remove", "test"));
            operation.put("op", op);
            leaf(operation, "", content(subresource, PART), !op.equals("remove"));
        } while (values.rarely(3));
        return operations;
    }

    /** A place somewhere in the object, and the value that is there. */
    private void leaf(ObjectNode operation, String path, JsonNode object, boolean withValue) {
        List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(object.properties());
        if (fields.isEmpty() || (!path.isEmpty() && values.rarely(4))) {
            operation.put("path", path.isEmpty() ? "/metadata/labels" : path);
            if (withValue) operation.set("value", object);
            return;
        }
        Map.Entry<String, JsonNode> field = values.oneOf(fields);
        leaf(operation, path + "/" + field.getKey().replace("~", "~0").replace("/", "~1"), field.getValue(), withValue);
    }

    /** Here and there an element or an object that is to go, or to take the place of all that is there. */
    private ObjectNode withDirectives(ObjectNode patch) {
        direct(patch, false);
        return patch;
    }

    private void direct(JsonNode node, boolean element) {
        node.forEach(child -> direct(child, node.isArray()));
        if (node instanceof ObjectNode object && values.rarely(element ? 4 : 15))
            object.put("$patch", values.oneOf(List.of("delete", "replace")));
    }
}
