package dev.mastio.suite.measure;

import dev.mastio.suite.Await;
import dev.mastio.suite.Distribution;
import dev.mastio.suite.Manifests;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The Postgres of the demo, without anything else of the demo. */
final class DemoPostgres {

    private static final String MANIFEST = "demo/postgres.yaml";
    private static final String NAMESPACE = "mastio-demo";

    /** As the embedded cluster's Postgres is set up. */
    private static final int LOGGED_FROM_MILLIS = 20;

    private DemoPostgres() {}

    /** Starts it, and gives its URL: at its pod, since the way through its Service costs time of a processor. */
    static String start(KubernetesClient client, Distribution distribution) throws IOException, InterruptedException {
        Manifests.apply(client, distribution.manifests().resolve(MANIFEST), null);
        if (!Await.until(Duration.ofSeconds(90), () -> readyPod(client).isPresent()))
            throw new IOException("the Postgres of manifests/%s is not ready after 90 s".formatted(MANIFEST));
        return "postgresql://mastio:only-for-the-demo@%s:5432/mastio"
                .formatted(readyPod(client).orElseThrow().getStatus().getPodIP());
    }

    /** What it has to say so far of waits for the audit log's lock. */
    static String lockWaits(KubernetesClient client) {
        return LockWaits.in(
                        client.pods().resource(readyPod(client).orElseThrow()).getLog())
                .line(LOGGED_FROM_MILLIS);
    }

    private static Optional<Pod> readyPod(KubernetesClient client) {
        return client.pods().inNamespace(NAMESPACE).withLabel("app", "postgres").list().getItems().stream()
                .filter(Readiness::isPodReady)
                .findFirst();
    }
}
