package dev.mastio.local.api;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;

/** An embedded API with the clients that the tests use. */
final class Running implements AutoCloseable {
    private final EmbeddedApi api;
    private final KubernetesClient client;
    private final Wire wire;
    private final Path kubeconfig;
    private final Kubectl kubectl;

    private Running(EmbeddedApi api) throws IOException {
        this.api = api;
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(api.kubeconfig()))
                .build();
        wire = new Wire(api);
        kubeconfig = Files.createTempFile("embedded-api", ".kubeconfig");
        api.writeKubeconfig(kubeconfig);
        kubectl = new Kubectl(kubeconfig);
    }

    static Running start(ApiConfig config) {
        try {
            return new Running(EmbeddedApi.start(config));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for what the API or a client does by itself, on a busy machine too. */
    static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60));
    }

    EmbeddedApi api() {
        return api;
    }

    KubernetesClient client() {
        return client;
    }

    Wire wire() {
        return wire;
    }

    Kubectl kubectl() {
        return kubectl;
    }

    @Override
    public void close() {
        client.close();
        wire.close();
        api.close();
        try {
            Files.delete(kubeconfig);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
