package dev.mastio.suite.measure;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The operations port of proxy pods. */
public final class ProxyMetrics implements AutoCloseable {

    private static final int OPS_PORT = 9464;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    /** Sum of a metric's series whose line begins with the prefix; 0 when the pod does not answer. */
    public double sum(Pod pod, String prefix) throws InterruptedException {
        URI uri = URI.create("http://%s:%d/metrics".formatted(pod.getStatus().getPodIP(), OPS_PORT));
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(2)).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith(prefix))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException unreachable) {
            return 0;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
