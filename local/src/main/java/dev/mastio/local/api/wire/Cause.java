package dev.mastio.local.api.wire;

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

    public static Cause wrongType(String field, Object value, String type) {
        return new Cause(
                "FieldValueTypeInvalid", field, "Invalid value: " + value + ": " + field + " must be of type " + type);
    }

    public static Cause forbidden(String field, String detail) {
        return new Cause("FieldValueForbidden", field, "Forbidden: " + detail);
    }

    @Override
    public String toString() {
        return field.isEmpty() ? message : field + ": " + message;
    }
}
