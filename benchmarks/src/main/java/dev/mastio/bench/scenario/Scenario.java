package dev.mastio.bench.scenario;

import java.util.List;

/** A load profile with a name, the paths it asks for and the limits it must keep. */
public record Scenario(String name, String description, Shape shape, List<String> paths, List<Threshold> thresholds) {

    public Scenario {
        paths = List.copyOf(paths);
        thresholds = List.copyOf(thresholds);
    }

    public Scenario withShape(Shape other) {
        return new Scenario(name, description, other, paths, thresholds);
    }

    public Scenario withPaths(List<String> other) {
        return new Scenario(name, description, shape, other, thresholds);
    }

    public Scenario withThresholds(List<Threshold> other) {
        return new Scenario(name, description, shape, paths, other);
    }
}
