package dev.mastio.suite;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code manifests/overlays/one-namespace} installs: an operator for the namespace it runs in.
 *
 * @param objects as {@code kubectl kustomize} prints them
 */
record OneNamespaceOperator(List<GenericKubernetesResource> objects) {

    /** The overlay as it stands. */
    static OneNamespaceOperator asShipped(String kubectl, Path manifests) throws IOException, InterruptedException {
        return render(kubectl, manifests.resolve("overlays/one-namespace"));
    }

    /** For another namespace, and beside any other operator: docs/operations.md tells users the same. */
    static OneNamespaceOperator in(String namespace, String kubectl, Path manifests)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("mastio-overlay-").toRealPath();
        Path file = folder.resolve("kustomization.yaml");
        try {
            Path overlay = manifests.resolve("overlays/one-namespace").toRealPath();
            Files.writeString(file, """
                    apiVersion: kustomize.config.k8s.io/v1beta1
                    kind: Kustomization
                    namespace: %1$s
                    resources:
                    - %2$s
                    patches:
                    - target: {kind: "ClusterRole(Binding)?"}
                      options: {allowNameChange: true}
                      patch: |
                        - {op: replace, path: /metadata/name, value: mastio-operator-classes-%1$s}
                    """.formatted(namespace, folder.relativize(overlay)));
            return render(kubectl, folder);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    private static OneNamespaceOperator render(String kubectl, Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(kubectl, "kustomize", folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String yaml = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) throw new IOException("kubectl kustomize %s failed".formatted(folder));
        return new OneNamespaceOperator(Manifests.parse(yaml));
    }

    List<GenericKubernetesResource> ofKind(String kind) {
        return objects.stream().filter(object -> object.getKind().equals(kind)).toList();
    }

    GenericKubernetesResource only(String kind) {
        List<GenericKubernetesResource> found = ofKind(kind);
        if (found.size() != 1) throw new IllegalStateException("%d of kind %s".formatted(found.size(), kind));
        return found.getFirst();
    }

    /** Creates all of it but the namespace, which must be there. Fails where an object of that name exists: it is somebody else's. */
    void createIn(KubernetesClient client) {
        for (GenericKubernetesResource object : objects) {
            if (!object.getKind().equals("Namespace")) client.resource(object).create();
        }
    }
}
