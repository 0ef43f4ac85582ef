package dev.mastio.bench.report;

import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Draws lines over time as SVG that needs nothing from outside. Colours come from the page's style: classes {@code line0}, {@code line1} … */
final class LineChart {

    private static final int WIDTH = 860;
    private static final int HEIGHT = 240;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 34;
    private static final int BOTTOM = 30;
    private static final int COLOURS = 5;
    private static final int LEGENDS = 3;
    private static final int LEGEND_WIDTH = 150;

    private final Formatter svg = new Formatter(Locale.ROOT);
    private final List<Line> lines;
    private final Axis x;
    private final Axis y;

    private LineChart(List<Line> lines) {
        this.lines = lines;
        this.x = Axis.endingAt(highest(Line.Point::x));
        this.y = Axis.upTo(highest(Line.Point::y));
    }

    static String of(String title, String unit, List<Line> lines) {
        LineChart chart = new LineChart(lines.stream().map(Line::thinned).toList());
        chart.draw(title, unit);
        return chart.svg.toString();
    }

    private void draw(String title, String unit) {
        svg.format("<figure><svg viewBox='0 0 %d %d' role='img' aria-label='%s'>", WIDTH, HEIGHT, Html.escape(title));
        svg.format(
                "<text class='title' x='%d' y='16'>%s <tspan class='unit'>%s</tspan></text>",
                LEFT, Html.escape(title), Html.escape(unit));
        y.ticks().forEach(tick -> {
            svg.format(
                    "<line class='grid' x1='%d' x2='%d' y1='%.1f' y2='%.1f'/>",
                    LEFT, WIDTH - RIGHT, up(tick), up(tick));
            svg.format(
                    "<text class='tick' text-anchor='end' x='%d' y='%.1f'>%s</text>",
                    LEFT - 8, up(tick) + 4, y.label(tick));
        });
        x.ticks()
                .forEach(tick -> svg.format(
                        "<text class='tick' text-anchor='middle' x='%.1f' y='%d'>%s s</text>",
                        across(tick), HEIGHT - BOTTOM + 18, x.label(tick)));
        for (int i = 0; i < lines.size(); i++) {
            line(lines.get(i), i);
            legend(lines.get(i).name(), i);
        }
        svg.format("</svg></figure>\n");
    }

    private void line(Line line, int number) {
        svg.format("<polyline class='line%d' points='", number % COLOURS);
        line.points().stream()
                .filter(point -> Double.isFinite(point.y()))
                .forEach(point -> svg.format("%.1f,%.1f ", across(point.x()), up(point.y())));
        svg.format("'><title>%s</title></polyline>", Html.escape(line.name()));
    }

    /** In the title's line, from the right end leftwards; lines beyond those that fit say their name when pointed at. */
    private void legend(String name, int number) {
        if (number >= LEGENDS) return;
        int slot = LEGEND_WIDTH * (Math.min(lines.size(), LEGENDS) - number);
        svg.format("<circle class='dot%d' cx='%d' cy='12' r='4'/>", number, WIDTH - RIGHT - slot);
        svg.format("<text class='tick' x='%d' y='16'>%s</text>", WIDTH - RIGHT - slot + 9, Html.escape(name));
    }

    private double across(double value) {
        return LEFT + value / x.max() * (WIDTH - LEFT - RIGHT);
    }

    private double up(double value) {
        return HEIGHT - BOTTOM - value / y.max() * (HEIGHT - TOP - BOTTOM);
    }

    private double highest(ToDoubleFunction<Line.Point> coordinate) {
        return lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(coordinate)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
    }
}
