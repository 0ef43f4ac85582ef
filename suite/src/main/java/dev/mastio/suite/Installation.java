package dev.mastio.suite;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;

/** The operator, installed from the shipped manifests and nothing else. */
public final class Installation {

    public static final String NAMESPACE = "mastio-system";
    public static final String OPERATOR = "mastio-operator";

    private Installation() {}

    /** Applies {@code manifests/} and waits until the operator is available. */
    public static int install(KubernetesClient client, Distribution distribution)
            throws IOException, InterruptedException {
        int objects = Manifests.applyFolder(client, distribution.manifests());
        boolean available = Await.until(Duration.ofMinutes(1), () -> isAvailable(client));
        if (!available)
            throw new IOException("the operator is not available after 60 s; kubectl -n %s logs deploy/%s tells why"
                    .formatted(NAMESPACE, OPERATOR));
        return objects;
    }

    private static boolean isAvailable(KubernetesClient client) {
        var deployment = client.apps()
                .deployments()
                .inNamespace(NAMESPACE)
                .withName(OPERATOR)
                .get();
        if (deployment == null || deployment.getStatus() == null) return false;
        Integer available = deployment.getStatus().getAvailableReplicas();
        return available != null && available > 0;
    }
}
