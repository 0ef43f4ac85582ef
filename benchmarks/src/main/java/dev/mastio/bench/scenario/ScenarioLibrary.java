package dev.mastio.bench.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds a scenario: one that is built in, by its name, or one in a file, by its path. */
public final class ScenarioLibrary {

    public static final List<String> BUILT_IN = List.of("health-throughput", "soak-stability");

    private ScenarioLibrary() {}

    public static Scenario find(String nameOrFile) {
        if (BUILT_IN.contains(nameOrFile)) return builtIn(nameOrFile);
        Path file = Path.of(nameOrFile);
        if (!Files.isRegularFile(file))
            throw new IllegalArgumentException("'" + nameOrFile + "' is neither a built-in scenario ("
                    + String.join(", ", BUILT_IN) + ") nor a file");
        try {
            return ScenarioFile.read(
                    String.valueOf(file.getFileName()).replaceFirst("\\.(ya?ml|json)$", ""), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("scenario file " + file + " cannot be read", e);
        }
    }

    private static Scenario builtIn(String name) {
        try (InputStream resource = ScenarioLibrary.class.getResourceAsStream("/scenarios/" + name + ".yaml")) {
            if (resource == null) throw new IllegalStateException("scenario " + name + " is not in this program");
            return ScenarioFile.read(name, new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
