package dev.mastio.bench.load;

import java.time.Duration;
import java.util.List;

/** A level over time, as stages that follow each other. */
public record Ramp(List<Stage> stages) {

    public Ramp {
        stages = List.copyOf(stages);
        if (stages.isEmpty() || stages.stream().allMatch(s -> s.duration().isZero()))
            throw new IllegalArgumentException("a profile needs at least one stage that lasts");
    }

    public static Ramp constant(double level, Duration duration) {
        return new Ramp(List.of(new Stage(duration, level, level)));
    }

    public Duration duration() {
        return stages.stream().map(Stage::duration).reduce(Duration.ZERO, Duration::plus);
    }

    public double peak() {
        return stages.stream()
                .mapToDouble(s -> Math.max(s.from(), s.to()))
                .max()
                .orElse(0);
    }

    /** The level at this time; after the last stage, zero. */
    double at(double seconds) {
        double rest = seconds;
        for (Stage stage : stages) {
            if (rest < stage.seconds()) return stage.at(rest);
            rest -= stage.seconds();
        }
        return 0;
    }
}
