package dev.mastio.local.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.mastio.local.api.rules.RuleLanguage.Expression;
import dev.mastio.local.api.wire.Cause;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One rule of a schema, compiled. */
record Rule(
        JsonNode definition, Expression condition, @Nullable Expression messageExpression) {

    static Rule compile(JsonNode definition, RuleLanguage language) throws CelValidationException {
        JsonNode message = definition.path("messageExpression");
        return new Rule(
                definition,
                language.compile(definition.path("rule").asText(), SimpleType.BOOL),
                message.isTextual() ? language.compile(message.asText(), SimpleType.STRING) : null);
    }

    /** A rule about a change; it has nothing to say about a value without an earlier one. */
    boolean isTransition() {
        return condition.comparesWithOld();
    }

    /** What a message shows of a value: of a built-in kind, a part of it that the rule names. */
    String shown(JsonNode value, String otherwise) {
        JsonNode place = definition.path("x-shown");
        return place.isTextual() ? value.at(place.asText()).toString() : otherwise;
    }

    /** What is wrong when the rule does not hold. */
    Optional<Cause> check(Map<String, Object> values, String path, String shownValue) {
        try {
            if (Boolean.TRUE.equals(condition.evaluate(values))) return Optional.empty();
            return Optional.of(cause(message(values), path, shownValue));
        } catch (CelEvaluationException e) {
            return Optional.of(Cause.invalid(path, shownValue, e.getMessage() + " evaluating rule: " + name()));
        }
    }

    private String name() {
        return definition
                .path("message")
                .asText(definition.path("rule").asText())
                .strip();
    }

    private String message(Map<String, Object> values) {
        String otherwise = definition.has("message") ? name() : "failed rule: " + name();
        if (messageExpression == null) return otherwise;
        try {
            String message = messageExpression.evaluate(values).toString().strip();
            return message.isEmpty() ? otherwise : message;
        } catch (CelEvaluationException e) {
            return otherwise;
        }
    }

    private Cause cause(String message, String path, String shownValue) {
        String field = path + definition.path("fieldPath").asText("");
        // What Go calls a path that is not there.
        String at = field.isEmpty() ? "<nil>" : field.startsWith(".") ? field.substring(1) : field;
        return switch (definition.path("reason").asText("")) {
            case "FieldValueRequired" -> Cause.required(at, message);
            case "FieldValueForbidden" -> Cause.forbidden(at, message);
            case "FieldValueNotSupported" ->
                new Cause("FieldValueNotSupported", at, "Unsupported value: " + shownValue + ": " + message);
            case "FieldValueDuplicate" ->
                new Cause(
                        "FieldValueDuplicate",
                        at,
                        shownValue.isEmpty() ? "Duplicate value" : "Duplicate value: " + shownValue);
            default -> shownValue.isEmpty() ? Cause.invalid(at, message) : Cause.invalid(at, shownValue, message);
        };
    }
}
