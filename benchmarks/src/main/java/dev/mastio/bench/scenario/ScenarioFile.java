package dev.mastio.bench.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads a scenario from YAML, and from JSON, which is YAML too. Uses k6's words where k6 has them. */
final class ScenarioFile {

    private static final Set<String> KEYS = Set.of(
            "description",
            "model",
            "vus",
            "startVUs",
            "rate",
            "startRate",
            "duration",
            "stages",
            "maxRate",
            "connections",
            "maxConnections",
            "paths",
            "thresholds");

    private final Fields fields;
    private final String name;

    private ScenarioFile(Fields fields, String name) {
        this.fields = fields;
        this.name = name;
    }

    static Scenario read(String name, String text) {
        try {
            Object content = new Load(LoadSettings.builder().setLabel(name).build()).loadFromString(text);
            Fields fields = Fields.of(content, "the file");
            fields.allow(KEYS);
            return new ScenarioFile(fields, name).scenario();
        } catch (YamlEngineException | IllegalArgumentException e) {
            throw new IllegalArgumentException("scenario '" + name + "': " + e.getMessage(), e);
        }
    }

    private Scenario scenario() {
        Shape shape = shape().withMaxRate(fields.number("maxRate").orElse(Double.POSITIVE_INFINITY))
                .withConnections((int) fields.number("connections").orElse(Shape.CONNECTIONS), (int)
                        fields.number("maxConnections").orElse(Shape.MAX_CONNECTIONS));
        shape.profile(); // refuses what cannot run while the file's name is at hand
        List<String> paths = fields.texts("paths");
        return new Scenario(
                name,
                fields.text("description").orElse(""),
                shape,
                paths.isEmpty() ? List.of("/health") : paths,
                fields.thresholds("thresholds"));
    }

    private Shape shape() {
        boolean arrivals =
                fields.has("rate") || fields.text("model").orElse("users").equals("arrivals");
        Shape.Model model = arrivals ? Shape.Model.ARRIVALS : Shape.Model.USERS;
        String level = arrivals ? "rate" : "vus";
        String start = arrivals ? "startRate" : "startVUs";
        boolean staged = fields.has("stages");
        if (staged == fields.has(level))
            throw new IllegalArgumentException("give either 'stages', or '" + level + "' with 'duration'");
        if (staged) return Shape.staged(model, fields.number(start).orElse(0), fields.steps("stages"));
        Duration duration = TextDuration.parse(
                fields.text("duration").orElseThrow(() -> new IllegalArgumentException("'duration' is missing")));
        return Shape.constant(model, fields.number(level).orElseThrow(), duration);
    }
}
