package dev.mastio.bench.scenario;

import dev.mastio.bench.load.LoadResult;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A limit that a run must keep, written as in k6: a metric and {@code p(95)<250}.
 *
 * @param metric {@code http_req_duration}, {@code http_req_failed}, {@code http_reqs} or {@code checks}
 * @param expression what was written
 */
public record Threshold(String metric, String expression) {

    private static final Pattern FORM =
            Pattern.compile("\\s*(\\w+|p\\(\\d+(?:\\.\\d+)?\\))\\s*(<=|>=|<|>)\\s*(\\d+(?:\\.\\d+)?)\\s*");

    private static final Map<String, ToDoubleFunction<LoadResult>> VALUES = Map.ofEntries(
            Map.entry("http_req_duration avg", run -> run.all().mean()),
            Map.entry("http_req_duration min", run -> run.all().min()),
            Map.entry("http_req_duration med", run -> run.all().percentile(50)),
            Map.entry("http_req_duration max", run -> run.all().max()),
            Map.entry("http_req_failed rate", LoadResult::errorRate),
            Map.entry("http_req_failed count", LoadResult::failed),
            Map.entry("http_reqs count", LoadResult::requests),
            Map.entry("http_reqs rate", LoadResult::requestsPerSecond),
            Map.entry("checks rate", run -> 1 - run.errorRate()));

    public Threshold {
        Matcher form = FORM.matcher(expression);
        if (!form.matches())
            throw new IllegalArgumentException(
                    "threshold '" + expression + "' of " + metric + " must look like p(95)<250 or rate<0.01");
        if (!percentile(form.group(1), metric) && !VALUES.containsKey(metric + " " + form.group(1)))
            throw new IllegalArgumentException("threshold '" + expression + "' of " + metric
                    + ": there is no such value; there are http_req_duration p(N), and "
                    + String.join(", ", VALUES.keySet().stream().sorted().toList()));
    }

    /** Of the form {@code metric:expression}, as on the command line. */
    public static Threshold parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1)
            throw new IllegalArgumentException(
                    "threshold '" + text + "' must look like http_req_duration:p(95)<250 or http_req_failed:rate<0.01");
        return new Threshold(
                text.substring(0, colon).strip(), text.substring(colon + 1).strip());
    }

    /** The measured value that the limit is about. */
    public double value(LoadResult run) {
        String name = part(1);
        if (name.startsWith("p("))
            return run.all().percentile(Double.parseDouble(name.substring(2, name.length() - 1)));
        ToDoubleFunction<LoadResult> value = VALUES.get(metric + " " + name);
        if (value == null) throw new IllegalStateException("unchecked threshold " + this);
        return value.applyAsDouble(run);
    }

    /** False where nothing was measured too: no request, or not one that took its time. */
    public boolean holds(LoadResult run) {
        double value = value(run);
        double limit = Double.parseDouble(part(3));
        long measured = metric.equals("http_req_duration") ? run.all().count() : run.requests();
        if (measured == 0) return false;
        return switch (part(2)) {
            case "<" -> value < limit;
            case "<=" -> value <= limit;
            case ">" -> value > limit;
            default -> value >= limit;
        };
    }

    @Override
    public String toString() {
        return metric + " " + expression;
    }

    private String part(int group) {
        Matcher form = FORM.matcher(expression);
        if (!form.matches()) throw new IllegalStateException("unchecked threshold " + expression);
        return form.group(group);
    }

    private static boolean percentile(String name, String metric) {
        return name.startsWith("p(") && metric.equals("http_req_duration");
    }
}
