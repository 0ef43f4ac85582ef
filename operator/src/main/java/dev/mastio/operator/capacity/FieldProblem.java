package dev.mastio.operator.capacity;

/**
 * Something a user wrote that can't work.
 *
 * @param path the field, as in {@code spec.soak.schedule}
 * @param message what is wrong, with the value, and what to do
 */
public record FieldProblem(String path, String message) {

    @Override
    public String toString() {
        return path + ": " + message;
    }
}
