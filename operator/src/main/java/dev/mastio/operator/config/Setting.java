package dev.mastio.operator.config;

import java.util.Map;
import java.util.function.Function;

/**
 * One environment variable: how it is read, what holds without it and what it is for.
 *
 * @param expects what a value looks like, as words that end "is not …"
 * @param standard the text that is read when the variable is absent or empty
 */
record Setting<T>(String name, String expects, String standard, String description, Function<String, T> parser) {

    T read(Map<String, String> environment) {
        String given = environment.getOrDefault(name, "");
        String text = given.isBlank() ? standard : given.strip();
        try {
            return parser.apply(text);
        } catch (RuntimeException e) {
            throw new InvalidConfiguration(name + " is '" + text + "', which is not " + expects, e);
        }
    }
}
