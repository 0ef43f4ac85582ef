package dev.mastio.operator.cluster;

import dev.mastio.operator.OperatorProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an operator shows at its operations port. */
record Metrics(String page) {

    private static final Pattern WRITE =
            Pattern.compile("mastio_operator_api_writes_total\\{method=\"(\\w+)\",resource=\"([\\w/]+)\"}");

    static Metrics of(OperatorProcess operator) {
        return new Metrics(get(operator, "/metrics").body());
    }

    /** The status code of a probe. */
    static int health(OperatorProcess operator, String path) {
        return get(operator, path).statusCode();
    }

    /** The sum of a metric over all its labels. */
    double sum(String name) {
        return page.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Which resources were written, by method. */
    Map<String, Set<String>> writes() {
        Map<String, Set<String>> writes = new TreeMap<>();
        Matcher line = WRITE.matcher(page);
        while (line.find())
            writes.computeIfAbsent(line.group(1), _ -> new TreeSet<>()).add(line.group(2));
        return writes;
    }

    private static HttpResponse<String> get(OperatorProcess operator, String path) {
        URI uri = URI.create("http://127.0.0.1:" + operator.opsAddress().getPort() + path);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
