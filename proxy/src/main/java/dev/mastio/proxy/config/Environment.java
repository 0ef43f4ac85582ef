package dev.mastio.proxy.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The variables of the process, and the problems found in them so far. */
final class Environment {

    private static final String HIDDEN = "***";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,64}");

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
        return value(variable.key());
    }

    /** The parts of a comma-separated value. */
    List<String> list(Variable variable) {
        return Arrays.stream(text(variable).split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
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
        String fix = "give a whole number from " + min + " to " + max;
        // What Kubernetes puts into pods for every Service of the namespace, here one whose name makes it look like
        // ours.
        problem(
                variable,
                value,
                value.startsWith("tcp://") ? fix + ", and set enableServiceLinks: false in the pod" : fix);
        return Integer.parseInt(variable.fallback());
    }

    boolean flag(Variable variable) {
        return choice(variable, List.of("true", "false")).equals("true");
    }

    /** One of those, in any case. */
    String choice(Variable variable, List<String> choices) {
        String value = text(variable);
        Optional<String> chosen =
                choices.stream().filter(value::equalsIgnoreCase).findFirst();
        if (chosen.isEmpty()) {
            problem(variable, value, "give one of " + String.join(", ", choices));
        }
        return chosen.orElse(variable.fallback());
    }

    /** One that becomes part of URIs and of ids that are split at colons. */
    Optional<String> name(Variable variable) {
        Optional<String> name = optional(variable);
        name.filter(text -> !NAME.matcher(text).matches())
                .ifPresent(
                        text -> problem(variable, text, "give 1 to 64 letters, digits, dots, hyphens and underscores"));
        return name;
    }

    /** From the variable itself or from the file that its namesake with {@code _FILE} names. */
    Optional<Secret> secret(Variable variable) {
        Optional<String> file = value(variable.fileKey());
        if (file.isEmpty()) {
            return optional(variable).map(Secret::new);
        }
        if (optional(variable).isPresent()) {
            problem(variable, HIDDEN, "set either this or " + variable.fileKey() + ", not both");
        }
        try {
            String content = Files.readString(Path.of(file.get())).strip();
            if (!content.isEmpty()) {
                return Optional.of(new Secret(content));
            }
            problems.add("%s: \"%s\" is empty; write the secret into it".formatted(variable.fileKey(), file.get()));
        } catch (IOException e) {
            problems.add("%s: \"%s\" does not work; give a file that this process can read"
                    .formatted(variable.fileKey(), file.get()));
        }
        return Optional.empty();
    }

    Optional<Path> readableFile(Variable variable) {
        Optional<Path> file = optional(variable).map(Path::of);
        file.filter(path -> !Files.isReadable(path) || Files.isDirectory(path))
                .ifPresent(path ->
                        problem(variable, path.toString(), "give a file that this process can read, or unset it"));
        return file;
    }

    Optional<Path> directory(Variable variable) {
        Optional<Path> directory = optional(variable).map(Path::of);
        directory
                .filter(path -> !Files.isDirectory(path))
                .ifPresent(path -> problem(variable, path.toString(), "give a directory, or unset it"));
        return directory;
    }

    void problem(Variable variable, String value, String fix) {
        problems.add("%s: \"%s\" does not work; %s".formatted(variable.key(), variable.secret() ? HIDDEN : value, fix));
    }

    private Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
