package dev.mastio.suite.measure;

import dev.mastio.suite.Await;
import dev.mastio.suite.Distribution;
import dev.mastio.suite.Manifests;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Postgres of the demo, without anything else of the demo, and with a log of who waits for a lock. */
record DemoPostgres(KubernetesClient client, Pod pod) {

    private static final String MANIFEST = "demo/postgres.yaml";
    private static final String NAMESPACE = "mastio-demo";
    private static final int LOGGED_FROM_MILLIS = 20;
    private static final List<String> LOGS_WAITS =
            List.of("-c", "log_lock_waits=on", "-c", "deadlock_timeout=" + LOGGED_FROM_MILLIS);

    /** Starts it and waits until it is ready. */
    static DemoPostgres start(KubernetesClient client, Distribution distribution)
            throws IOException, InterruptedException {
        List<GenericKubernetesResource> items =
                Manifests.read(distribution.manifests().resolve(MANIFEST));
        items.stream().filter(item -> item.getKind().equals("Deployment")).forEach(deployment -> {
            Map<String, Object> container = deployment.get("spec", "template", "spec", "containers", 0);
            container.put("args", LOGS_WAITS);
        });
        Manifests.apply(client, items, null);
        if (!Await.until(Duration.ofSeconds(90), () -> readyPod(client).isPresent()))
            throw new IOException("the Postgres of manifests/%s is not ready after 90 s".formatted(MANIFEST));
        return new DemoPostgres(client, readyPod(client).orElseThrow());
    }

    /** At its pod, since the way through its Service costs time of a processor. */
    String url() {
        return "postgresql://mastio:only-for-the-demo@%s:5432/mastio"
                .formatted(pod.getStatus().getPodIP());
    }

    /** What it has to say since then of waits for the audit log's lock. */
    String lockWaits(Instant since) {
        String log = client.pods().resource(pod).sinceTime(since.toString()).getLog();
        return LockWaits.in(log).line(LOGGED_FROM_MILLIS);
    }

    private static Optional<Pod> readyPod(KubernetesClient client) {
        return client.pods().inNamespace(NAMESPACE).withLabel("app", "postgres").list().getItems().stream()
                .filter(Readiness::isPodReady)
                .findFirst();
    }
}
