package dev.mastio.suite;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A page of a proxy's operations port, asked for at the pod itself. */
final class OpsPage {

    private OpsPage() {}

    static String of(Pod pod, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://%s:9464%s".formatted(pod.getStatus().getPodIP(), path));
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
