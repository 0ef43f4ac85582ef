package dev.mastio.suite;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The metrics page of a pod, asked for at the pod itself. */
public final class PodMetrics implements AutoCloseable {

    /** Who has just been given a thousand instances answers when it gets to it. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    private final int port;

    public PodMetrics(int port) {
        this.port = port;
    }

    /**
     * Its lines now.
     *
     * @throws IOException when the pod does not answer, or with something else
     */
    public List<String> lines(Pod pod) throws IOException, InterruptedException {
        URI uri = URI.create("http://%s:%d/metrics".formatted(pod.getStatus().getPodIP(), port));
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
        HttpResponse<Stream<String>> answer = http.send(request, HttpResponse.BodyHandlers.ofLines());
        if (answer.statusCode() != 200) throw new IOException("%s answers %d".formatted(uri, answer.statusCode()));
        return answer.body().toList();
    }

    /** Sum of those series whose line is wanted; 0 without any. */
    public static double sum(List<String> lines, Predicate<String> wanted) {
        return lines.stream()
                .filter(wanted)
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
