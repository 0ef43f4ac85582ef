package dev.mastio.suite;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

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

    /** Gives the operator another memory limit, as its documentation tells to for more instances, and waits until only the new one runs. */
    public static void limitMemory(KubernetesClient client, Quantity limit) throws IOException, InterruptedException {
        var deployment = client.apps().deployments().inNamespace(NAMESPACE).withName(OPERATOR);
        deployment.edit(now -> new DeploymentBuilder(now)
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .editResources()
                .addToLimits("memory", limit)
                .endResources()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build());
        boolean replaced = Await.until(Duration.ofMinutes(3), () -> {
            List<Pod> pods = pods(client);
            return pods.size() == 1 && isReadyWith(pods.getFirst(), limit);
        });
        if (!replaced) throw new IOException("no operator with %s of memory is ready after 180 s".formatted(limit));
    }

    /** The operator's pods, ending ones included. */
    public static List<Pod> pods(KubernetesClient client) {
        return client.pods()
                .inNamespace(NAMESPACE)
                .withLabel("app.kubernetes.io/name", OPERATOR)
                .list()
                .getItems();
    }

    private static boolean isReadyWith(Pod pod, Quantity limit) {
        return limit.equals(pod.getSpec()
                        .getContainers()
                        .getFirst()
                        .getResources()
                        .getLimits()
                        .get("memory"))
                && Readiness.isPodReady(pod);
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
