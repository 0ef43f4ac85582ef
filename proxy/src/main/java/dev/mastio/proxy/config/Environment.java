package dev.mastio.proxy.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The variables of the process, and the problems found in them so far. */
final class Environment {

    private final Map<String, String> values;
    private final List<String> problems = new ArrayList<>();

    Environment(Map<String, String> values) {
        this.values = values;
    }

    List<String> problems() {
        return problems;
    }

    /** The value given, else the default. An empty value counts as unset: manifests often carry empty placeholders. */
    String text(Variable variable) {
        return optional(variable).orElse(variable.fallback());
    }

    Optional<String> optional(Variable variable) {
        return Optional.ofNullable(values.get(variable.key()))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    int number(Variable variable, int min, int max) {
        String value = text(variable);
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // falls through to the same problem: out of range or no number, the fix is the same
        }
        problem(variable, value, "give a whole number from " + min + " to " + max);
        return Integer.parseInt(variable.fallback());
    }

    Optional<Path> readableFile(Variable variable) {
        Optional<Path> file = optional(variable).map(Path::of);
        file.filter(path -> !Files.isReadable(path) || Files.isDirectory(path))
                .ifPresent(path ->
                        problem(variable, path.toString(), "give a file that this process can read, or unset it"));
        return file;
    }

    void problem(Variable variable, String value, String fix) {
        problems.add("%s: \"%s\" does not work; %s".formatted(variable.key(), value, fix));
    }
}
