package dev.mastio.local.api.wire;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One thing that is wrong with one field of an object.
 *
 * @param reason as in {@code details.causes}, for example {@code FieldValueInvalid}
 * @param field dotted path, empty for the whole object
 */
public record Cause(String reason, String field, String message) {

    public static Cause invalid(String field, Object value, String detail) {
        return new Cause("FieldValueInvalid", field, "Invalid value: " + value + ": " + detail);
    }

    public static Cause required(String field, String detail) {
        return new Cause("FieldValueRequired", field, "Required value" + (detail.isEmpty() ? "" : ": " + detail));
    }

    /** As {@link #invalid}, of an object or a list, which is not shown. */
    public static Cause invalid(String field, String detail) {
        return new Cause("FieldValueInvalid", field, "Invalid value: " + detail);
    }

    /**
     * A value is not of the type or format that the schema wants.
     *
     * @param found what it is instead: the name of a type, or the value in quotes
     */
    public static Cause wrongType(String field, String found, String wanted) {
        return new Cause(
                "FieldValueTypeInvalid",
                field,
                "Invalid value: " + found + ": " + field + " in body must be of type " + wanted + ": " + found);
    }

    /**
     * A value is none of those that there are.
     *
     * @param value as it is shown
     */
    public static Cause unsupported(String field, String value, List<String> supported) {
        return new Cause(
                "FieldValueNotSupported",
                field,
                "Unsupported value: " + value + ": supported values: "
                        + supported.stream().map(text -> "\"" + text + "\"").collect(Collectors.joining(", ")));
    }

    public static Cause forbidden(String field, String detail) {
        return new Cause("FieldValueForbidden", field, "Forbidden: " + detail);
    }

    /** The same as it is told by one who looks at a part of the object only, and does not name it in the text. */
    public Cause within(String part) {
        if (!field.equals(part) && !field.startsWith(part + ".")) return this;
        String rest = field.substring(Math.min(field.length(), part.length() + 1));
        return new Cause(reason, field, message.replace(field + " in body", rest + " in body"));
    }

    @Override
    public String toString() {
        return field.isEmpty() ? message : field + ": " + message;
    }
}
