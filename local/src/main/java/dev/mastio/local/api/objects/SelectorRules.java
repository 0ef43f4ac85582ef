package dev.mastio.local.api.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mastio.local.api.schema.Correlation;
import dev.mastio.local.api.schema.Schema;
import dev.mastio.local.api.wire.Cause;
import java.util.ArrayList;
import java.util.List;

/** What must be true of the selectors of labels in an object of a built-in kind, wherever they are. */
final class SelectorRules {
    private final List<Cause> causes = new ArrayList<>();

    private SelectorRules() {}

    static List<Cause> check(Schema schema, JsonNode object) {
        SelectorRules rules = new SelectorRules();
        rules.visit(schema, object, "");
        return rules.causes;
    }

    private void visit(Schema schema, JsonNode value, String path) {
        if (schema.json().path("x-struct").asText().equals("LabelSelector")) selector(value, path);
        else
            for (Correlation.Child child : Correlation.children(schema, value, null, path))
                visit(child.schema(), child.value(), child.path());
    }

    private void selector(JsonNode selector, String path) {
        causes.addAll(Names.checkLabels(selector.path("matchLabels"), path + ".matchLabels"));
        JsonNode expressions = selector.path("matchExpressions");
        for (int i = 0; i < expressions.size(); i++)
            expression(expressions.get(i), path + ".matchExpressions[" + i + "]");
    }

    private void expression(JsonNode expression, String path) {
        JsonNode values = expression.path("values");
        switch (expression.path("operator").asText()) {
            case "In", "NotIn" -> {
                if (values.isEmpty())
                    causes.add(
                            Cause.required(path + ".values", "must be specified when `operator` is 'In' or 'NotIn'"));
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.isEmpty())
                    causes.add(Cause.forbidden(
                            path + ".values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
            }
            default ->
                causes.add(Cause.invalid(
                        path + ".operator", expression.path("operator"), "not a valid selector operator"));
        }
        String key = expression.path("key").asText();
        add(path + ".key", key, Names.qualified(key));
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i).asText();
            add(path + ".values[" + i + "]", value, Names.labelValue(value));
        }
    }

    private void add(String field, String value, List<String> breaches) {
        for (String breach : breaches) causes.add(Cause.invalid(field, TextNode.valueOf(value), breach));
    }
}
