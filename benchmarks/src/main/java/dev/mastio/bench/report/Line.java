package dev.mastio.bench.report;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** One named line of a chart. */
record Line(String name, List<Point> points) {

    record Point(double x, double y) {}

    private static final int MOST = 400;

    Line {
        points = List.copyOf(points);
    }

    /** As many points as a chart can show: of each stretch the highest, so that no spike is lost. */
    Line thinned() {
        if (points.size() <= MOST) return this;
        int stretch = (points.size() + MOST - 1) / MOST;
        List<Point> highest = IntStream.range(0, (points.size() + stretch - 1) / stretch)
                .mapToObj(i -> points.subList(i * stretch, Math.min(points.size(), (i + 1) * stretch)))
                .map(part ->
                        part.stream().max(Comparator.comparingDouble(Point::y)).orElseThrow())
                .toList();
        return new Line(name, highest);
    }
}
