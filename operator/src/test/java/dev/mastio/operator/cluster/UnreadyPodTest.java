package dev.mastio.operator.cluster;

import static dev.mastio.operator.cluster.Scene.DEMO;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pod that runs and does not serve says why, and the status says what it says. */
class UnreadyPodTest {

    private static final String ADDRESS = "127.83.7.1";
    private static final int OPS_PORT = 9464;

    private final AtomicReference<String> answer = new AtomicReference<>("Connection refused");
    private Scene scene;
    private HttpServer pod;

    @BeforeEach
    void open() throws IOException {
        scene = Scene.open();
        pod = HttpServer.create(new InetSocketAddress(ADDRESS, OPS_PORT), 0);
        pod.createContext("/readyz", exchange -> {
            byte[] body = "{\"status\":\"not_ready\",\"checks\":{\"database\":\"error: %s\"}}"
                    .formatted(answer.get())
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(503, body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        });
        pod.start();
    }

    @AfterEach
    void close() {
        pod.stop(0);
        scene.close();
    }

    @Test
    void theReasonIsToldAndAnotherReasonToo() {
        scene.cluster().pods().hold(scene.namespace());
        scene.apply(DEMO, "hardwareClass: standard-8");
        scene.eventually(() -> assertThat(scene.find(Deployment.class, DEMO)).isPresent());
        run(scene.deployment(DEMO).getSpec().getTemplate());

        scene.eventually(() -> assertThat(scene.condition(DEMO, "Ready").getMessage())
                .contains("a pod says database: error: Connection refused"));

        answer.set("password authentication failed");

        scene.eventually(() -> assertThat(scene.condition(DEMO, "Ready").getMessage())
                .contains("a pod says database: error: password authentication failed"));
    }

    /** A pod of this template that has an address and is not ready. */
    private void run(PodTemplateSpec template) {
        Pod made = scene.client()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("demo-pod")
                        .withNamespace(scene.namespace())
                        .withLabels(template.getMetadata().getLabels())
                        .endMetadata()
                        .withSpec(template.getSpec())
                        .build())
                .create();
        scene.client()
                .resource(new PodBuilder(made)
                        .withNewStatus()
                        .withPhase("Running")
                        .withPodIP(ADDRESS)
                        .endStatus()
                        .build())
                .updateStatus();
    }
}
