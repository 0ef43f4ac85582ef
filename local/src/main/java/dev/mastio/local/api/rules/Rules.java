package dev.mastio.local.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelValidationException;
import dev.mastio.local.api.schema.Correlation;
import dev.mastio.local.api.schema.Schema;
import dev.mastio.local.api.wire.Cause;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** Finds the rules of a schema and holds values against them. */
public final class Rules {
    private static final String RULES = "x-kubernetes-validations";

    /** Compiling takes longer than evaluating by far; what was compiled lives as long as the schema is served. */
    private static final Map<Schema, List<Rule>> COMPILED = Collections.synchronizedMap(new WeakHashMap<>());

    private final List<Cause> causes = new ArrayList<>();

    private Rules() {}

    /** What a value breaks, given the value that it replaces. */
    public static List<Cause> check(Schema schema, JsonNode value, @Nullable JsonNode old) {
        Rules rules = new Rules();
        rules.visit(schema, value, old, "");
        return rules.causes;
    }

    /** What is wrong with the rules themselves. */
    public static List<Cause> checkDefinition(Schema schema, String path) {
        Rules rules = new Rules();
        rules.define(schema, path);
        return rules.causes;
    }

    /** Whether a schema has rules anywhere. */
    public static boolean hasAny(Schema schema) {
        return schema.json().findValue(RULES) != null;
    }

    private void visit(Schema schema, JsonNode value, @Nullable JsonNode old, String path) {
        if (value.isNull()) return;
        if (schema.json().has(RULES)) rulesOf(schema, value, old, path);
        for (Correlation.Child child : Correlation.children(schema, value, old, path))
            visit(child.schema(), child.value(), child.old(), child.path());
    }

    private void rulesOf(Schema schema, JsonNode value, @Nullable JsonNode old, String path) {
        Map<String, Object> values = old == null
                ? Map.of("self", RuleValues.of(schema, value))
                : Map.of("self", RuleValues.of(schema, value), "oldSelf", RuleValues.of(schema, old));
        String shown = value.isValueNode() ? value.toString() : "";
        for (Rule rule : COMPILED.computeIfAbsent(schema, Rules::compile))
            // A rule that holds for what has not changed must not stop other changes: that is how definitions can get
            // stricter.
            if (rule.isTransition() ? old != null : !value.equals(old))
                rule.check(values, path, rule.shown(value, shown)).ifPresent(causes::add);
    }

    private static List<Rule> compile(Schema schema) {
        RuleLanguage language = new RuleLanguage(schema);
        List<Rule> rules = new ArrayList<>();
        try {
            for (JsonNode definition : schema.json().get(RULES)) rules.add(Rule.compile(definition, language));
        } catch (CelValidationException e) {
            throw new IllegalStateException("a rule was let in that can't be compiled", e);
        }
        return rules;
    }

    private void define(Schema schema, String path) {
        if (schema.json().has(RULES)) compileEach(schema, path + "." + RULES);
        for (String property : schema.ownProperties())
            define(schema.fieldOrAny(property), path + ".properties[" + property + "]");
        if (schema.json().path("additionalProperties").isObject())
            define(schema.fieldOrAny("*"), path + ".additionalProperties");
        if (schema.json().has("items")) define(schema.items(), path + ".items");
    }

    private void compileEach(Schema schema, String path) {
        RuleLanguage language = new RuleLanguage(schema);
        JsonNode definitions = schema.json().get(RULES);
        for (int i = 0; i < definitions.size(); i++)
            try {
                Rule.compile(definitions.get(i), language);
            } catch (CelValidationException e) {
                causes.add(Cause.invalid(
                        path + "[" + i + "].rule",
                        definitions.get(i).path("rule").toString(),
                        "compilation failed: " + e.getMessage()));
            }
    }
}
