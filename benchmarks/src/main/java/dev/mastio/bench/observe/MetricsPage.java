package dev.mastio.bench.observe;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One scrape of a {@code /metrics} page in Prometheus' text form. Values of a metric with several label sets are added up. */
public final class MetricsPage {

    private static final int TIMEOUT_MILLIS = 2000;
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_]\\w*=\"(?:\\\\.|[^\"\\\\])*\"");

    private final Map<String, Double> sums = new HashMap<>();

    private MetricsPage() {}

    /**
     * Fetches the page now.
     *
     * @param ops the operations address, as in http://127.0.0.1:9464; {@code /metrics} is added unless it is there
     */
    public static MetricsPage scrape(URI ops) throws IOException {
        URI page = ops.getPath().endsWith("/metrics")
                ? ops
                : URI.create(ops.toString().replaceFirst("/+$", "") + "/metrics");
        HttpURLConnection connection = open(page);
        if (connection.getResponseCode() != 200)
            throw new IOException(page + " answered " + connection.getResponseCode() + " instead of 200");
        try (InputStream body = connection.getInputStream()) {
            return parse(new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    static HttpURLConnection open(URI page) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) page.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        return connection;
    }

    static MetricsPage parse(String text) {
        MetricsPage page = new MetricsPage();
        text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(page::add);
        return page;
    }

    /** Empty when the page does not have it. */
    public OptionalDouble value(String metric) {
        Double sum = sums.get(metric);
        return sum == null ? OptionalDouble.empty() : OptionalDouble.of(sum);
    }

    /** The sum over those of its label sets that have this label; empty when the page does not have it. */
    public OptionalDouble value(String metric, String label, String labelValue) {
        return value(metric + '{' + label + "=\"" + labelValue + "\"}");
    }

    /** {@code name{labels} value [timestamp]}; a label's value may contain anything, a closing brace too. */
    private void add(String line) {
        int brace = line.indexOf('{');
        int nameEnd = brace >= 0 ? brace : line.indexOf(' ');
        int valueStart = brace >= 0 ? line.lastIndexOf('}') + 1 : nameEnd;
        if (nameEnd <= 0 || valueStart <= 0) return;
        String value = line.substring(valueStart).strip().split("\\s+", 2)[0];
        try {
            add(line.substring(0, nameEnd), line.substring(nameEnd, valueStart), Double.parseDouble(value));
        } catch (NumberFormatException _) {
            // +Inf and NaN have their own spelling, and no metric that is read here has them.
        }
    }

    private void add(String name, String labels, double value) {
        sums.merge(name, value, Double::sum);
        for (Matcher label = LABEL.matcher(labels); label.find(); )
            sums.merge(name + '{' + label.group() + '}', value, Double::sum);
    }
}
