package dev.mastio.suite;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The operator, installed from the shipped manifests and nothing else. */
public final class Installation {

    public static final String NAMESPACE = "mastio-system";
    public static final String OPERATOR = "mastio-operator";

    private Installation() {}

    /** Applies {@code manifests/}, on a real cluster with the commands of the documentation, and waits until the operator is available. */
    public static int install(Cluster cluster, KubernetesClient client, Distribution distribution)
            throws IOException, InterruptedException {
        int objects = cluster instanceof RealCluster real
                ? installAsDocumented(real.kubectl(), distribution.manifests())
                : Manifests.applyFolder(client, distribution.manifests());
        boolean available = Await.until(Duration.ofMinutes(2), () -> isAvailable(client, NAMESPACE));
        if (!available)
            throw new IOException("the operator is not available after 120 s; kubectl -n %s logs deploy/%s tells why"
                    .formatted(NAMESPACE, OPERATOR));
        return objects;
    }

    private static int installAsDocumented(Kubectl kubectl, Path manifests) throws IOException, InterruptedException {
        kubectl.run("apply", "--server-side", "-k", manifests.resolve("crds").toString());
        kubectl.run(
                "wait",
                "--for=condition=Established",
                "crd/mastioinstances.mastio.dev",
                "crd/mastiohardwareclasses.mastio.dev");
        String applied = kubectl.run("apply", "--server-side", "-k", manifests.toString());
        return Math.toIntExact(applied.lines().count());
    }

    /** Whether the operator in that namespace is there and ready. */
    static boolean isAvailable(KubernetesClient client, String namespace) {
        var deployment = client.apps()
                .deployments()
                .inNamespace(namespace)
                .withName(OPERATOR)
                .get();
        if (deployment == null || deployment.getStatus() == null) return false;
        Integer available = deployment.getStatus().getAvailableReplicas();
        return available != null && available > 0;
    }
}
