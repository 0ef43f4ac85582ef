package dev.mastio.bench.scenario;

import dev.mastio.bench.load.Profile;
import dev.mastio.bench.load.Ramp;
import dev.mastio.bench.load.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A profile as a file or the command line says it: the model, and a level over time.
 *
 * @param start the level before the first step
 * @param steps each ends at its target
 * @param maxRate of virtual users together, infinite for no limit
 * @param connections opened at once in the open model
 */
public record Shape(Model model, double start, List<Step> steps, double maxRate, int connections, int maxConnections) {

    /** Whether the level counts virtual users (closed) or requests per second (open). */
    public enum Model {
        USERS,
        ARRIVALS
    }

    /** From the level before to {@code target}. */
    public record Step(Duration duration, double target) {}

    public static final int CONNECTIONS = 50;
    public static final int MAX_CONNECTIONS = 512;

    public Shape {
        steps = List.copyOf(steps);
    }

    public static Shape staged(Model model, double start, List<Step> steps) {
        return new Shape(model, start, steps, Double.POSITIVE_INFINITY, CONNECTIONS, MAX_CONNECTIONS);
    }

    public static Shape constant(Model model, double level, Duration duration) {
        return staged(model, level, List.of(new Step(duration, level)));
    }

    public Shape withMaxRate(double rate) {
        return new Shape(model, start, steps, rate, connections, maxConnections);
    }

    public Shape withConnections(int atOnce, int atMost) {
        return new Shape(model, start, steps, maxRate, atOnce, atMost);
    }

    /** The same form, stretched or shrunk to this length. */
    public Shape lasting(Duration total) {
        double factor = (double) total.toNanos() / duration().toNanos();
        List<Step> scaled = steps.stream()
                .map(step ->
                        new Step(Duration.ofNanos(Math.round(step.duration().toNanos() * factor)), step.target()))
                .toList();
        return new Shape(model, start, scaled, maxRate, connections, maxConnections);
    }

    public Duration duration() {
        return steps.stream().map(Step::duration).reduce(Duration.ZERO, Duration::plus);
    }

    public Profile profile() {
        List<Stage> stages = new ArrayList<>();
        double level = start;
        for (Step step : steps) {
            stages.add(new Stage(step.duration(), level, step.target()));
            level = step.target();
        }
        Ramp ramp = new Ramp(stages);
        return switch (model) {
            case USERS -> new Profile.VirtualUsers(ramp, maxRate);
            case ARRIVALS -> new Profile.Arrivals(ramp, connections, maxConnections);
        };
    }
}
