package dev.mastio.bench;

import dev.mastio.bench.scenario.Shape;
import dev.mastio.bench.scenario.Shape.Model;
import dev.mastio.bench.scenario.Shape.Step;
import dev.mastio.bench.scenario.TextDuration;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that change a scenario's profile. */
final class ShapeOptions {

    @Option(names = "--vus", paramLabel = "N", description = "Constant number of virtual users (closed model)")
    @Nullable
    Double users;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Constant requests per second (open model, no coordinated omission)")
    @Nullable
    Double rate;

    @Option(
            names = "--stage",
            paramLabel = "TIME:LEVEL",
            description =
                    "Ramp to a level within a time, as in 30s:50; repeat it. Levels are virtual users, with --open requests per second")
    List<String> stages = List.of();

    @Option(names = "--open", description = "The levels of --stage are requests per second (open model)")
    boolean open;

    @Option(names = "--duration", paramLabel = "TIME", description = "Length of the run; stages are stretched to it")
    @Nullable
    String duration;

    @Option(
            names = "--max-rate",
            paramLabel = "N",
            description = "Virtual users together stay below this many requests per second")
    @Nullable
    Double maxRate;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "Open model: connections opened at once (default: 50)")
    @Nullable
    Integer connections;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            description = "Open model: connections at most (default: 512)")
    @Nullable
    Integer maxConnections;

    Shape applyTo(Shape shape) {
        if ((users == null ? 0 : 1) + (rate == null ? 0 : 1) + (stages.isEmpty() ? 0 : 1) > 1)
            throw new IllegalArgumentException("--vus, --rate and --stage exclude each other");
        Shape changed = level(shape);
        if (duration != null) changed = changed.lasting(TextDuration.parse(duration));
        if (maxRate != null) changed = changed.withMaxRate(maxRate);
        int atOnce = connections == null ? changed.connections() : connections;
        int atMost = maxConnections == null ? Math.max(changed.maxConnections(), atOnce) : maxConnections;
        return changed.withConnections(Math.min(atOnce, atMost), atMost);
    }

    private Shape level(Shape shape) {
        Duration length = shape.duration();
        if (users != null) return Shape.constant(Model.USERS, users, length);
        if (rate != null) return Shape.constant(Model.ARRIVALS, rate, length);
        if (stages.isEmpty()) return shape;
        return Shape.staged(
                open ? Model.ARRIVALS : Model.USERS,
                0,
                stages.stream().map(ShapeOptions::step).toList());
    }

    private static Step step(String text) {
        String[] parts = text.split(":", -1);
        try {
            if (parts.length == 2) return new Step(TextDuration.parse(parts[0]), Double.parseDouble(parts[1]));
        } catch (NumberFormatException _) {
            // Said below, with the whole text.
        }
        throw new IllegalArgumentException("stage '" + text + "' must look like 30s:50");
    }
}
