package dev.mastio.local.net;

import static org.awaitility.Awaitility.await;

import dev.mastio.local.ClusterExtension;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ServicesTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @RegisterExtension
    private final ClusterExtension cluster = new ClusterExtension();

    @Test
    void aServiceReachesItsReadyPodsInTurnAndRefusesWhenThereIsNone() throws Exception {
        cluster.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: state}
                data: {ready: "yes"}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec:
                  selector: {app: web}
                  ports: [{port: 8080, targetPort: http}]
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: 2
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      terminationGracePeriodSeconds: 1
                      containers:
                      - name: web
                        image: web
                        env: [{name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]
                        ports: [{name: http, containerPort: 8000}]
                        volumeMounts: [{name: state, mountPath: /state}]
                        readinessProbe:
                          exec: {command: [grep, -q, "yes", /state/ready]}
                          periodSeconds: 1
                          failureThreshold: 1
                      volumes: [{name: state, configMap: {name: state}}]
                """);

        await().atMost(SOON)
                .until(() -> endpoints().size() == 2 && endpoints().stream().allMatch(this::isReady));
        Set<String> names = new HashSet<>();
        await().atMost(SOON)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> names.add(ask()) && names.size() == 2);

        cluster.client().configMaps().withName("state").edit(map -> {
            map.setData(Map.of("ready", "no"));
            return map;
        });

        await().atMost(SOON)
                .until(() -> endpoints().size() == 2 && endpoints().stream().noneMatch(this::isReady));
        await().atMost(SOON).until(this::refuses);
    }

    private List<Endpoint> endpoints() {
        return cluster
                .client()
                .discovery()
                .v1()
                .endpointSlices()
                .withLabel("kubernetes.io/service-name", "web")
                .list()
                .getItems()
                .stream()
                .flatMap(slice -> slice.getEndpoints().stream())
                .toList();
    }

    private boolean isReady(Endpoint endpoint) {
        return endpoint.getConditions().getReady();
    }

    private boolean refuses() throws IOException {
        try (Socket socket = new Socket(address(), 8080)) {
            return !socket.isConnected();
        } catch (ConnectException e) {
            return String.valueOf(e.getMessage()).contains("refused");
        }
    }

    private String address() {
        return cluster.client().services().withName("web").get().getSpec().getClusterIP();
    }

    private String ask() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address() + ":8080/name"))
                    .build();
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }
}
