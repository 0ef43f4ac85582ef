package dev.mastio.suite;

import dev.mastio.api.MastioHardwareClass;
import dev.mastio.api.MastioInstance;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * A run on a cluster that belongs to somebody. All that it makes is new, never an object that was there, and carries a label with
 * the run's id; only what carries it is removed. CRDs and hardware classes are made where they are absent. Namespaces are served by the
 * operator that is there for the whole cluster, or else each by an operator of its own.
 *
 * @param home where the operator for the whole cluster runs; empty if there is none
 */
record Visit(KubernetesClient client, Path manifests, String id, Optional<String> home) implements Operators {

    static final String LABEL = "mastio.dev/test-run";
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** Makes what the tests need and the cluster lacks. */
    static Visit begin(KubernetesClient client, Path manifests) throws IOException, InterruptedException {
        String id = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), Character.MAX_RADIX);
        Visit visit = new Visit(client, manifests, id, OperatorsThere.forTheWholeCluster(client));
        System.err.printf(
                "Run %1$s on %2$s. Operator: %3$s. All that this run makes has the label %4$s=%1$s. If it is interrupted: "
                        + "kubectl delete namespaces,clusterroles,clusterrolebindings,mastiohardwareclasses,customresourcedefinitions -l %4$s=%1$s%n",
                id,
                client.getMasterUrl(),
                visit.home.map(namespace -> "the one in " + namespace).orElse("one in each namespace of a test"),
                LABEL);
        try {
            visit.createAbsent(manifests.resolve("crds"));
            visit.createAbsent(manifests.resolve("classes"));
            return visit;
        } catch (IOException | RuntimeException e) {
            visit.close();
            throw e;
        }
    }

    private void createAbsent(Path folder) throws IOException {
        for (Path file : Manifests.filesOf(folder)) {
            for (GenericKubernetesResource object : Manifests.read(file)) {
                if (client.resource(object).get() != null) continue;
                label(object);
                client.resource(object).create();
                if (object.getKind().equals("CustomResourceDefinition")) Manifests.awaitServed(client, object);
            }
        }
    }

    private void label(HasMetadata object) {
        object.getMetadata().getLabels().putAll(labels());
    }

    @Override
    public Map<String, String> labels() {
        return Map.of(LABEL, id);
    }

    @Override
    public void serve(String namespace) throws IOException, InterruptedException {
        if (home.isPresent()) return;
        OneNamespaceOperator operator = OneNamespaceOperator.in(namespace, UsersKubectl.find(), manifests);
        operator.objects().forEach(this::label);
        operator.createIn(client);
        if (!Await.until(PATIENCE, () -> Installation.isAvailable(client, namespace)))
            throw new IOException("the operator in %s is not available".formatted(namespace));
    }

    @Override
    public String homeOf(String namespace) {
        return home.orElse(namespace);
    }

    @Override
    public boolean ours() {
        return home.isEmpty();
    }

    /** Removes what carries this run's label; a CRD only if nobody has made an object of its kind since. */
    @Override
    public void close() throws IOException {
        try {
            client.namespaces().withLabel(LABEL, id).delete();
            boolean gone = Await.until(PATIENCE, () -> namespaces().isEmpty());
            client.rbac().clusterRoleBindings().withLabel(LABEL, id).delete();
            client.rbac().clusterRoles().withLabel(LABEL, id).delete();
            List<CustomResourceDefinition> made = definitions();
            if (served()) deleteUnusedClasses();
            if (!gone) throw new IOException("namespaces are still being removed: " + namespaces());
            if (made.isEmpty()) return;
            if (isUnused()) client.resourceList(List.copyOf(made)).delete();
            else System.err.println("The CRDs that this run has made stay, because there are objects of their kinds.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> namespaces() {
        return client.namespaces().withLabel(LABEL, id).list().getItems().stream()
                .map(Namespace::getMetadata)
                .map(metadata -> metadata.getName())
                .toList();
    }

    private List<CustomResourceDefinition> definitions() {
        return client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withLabel(LABEL, id)
                .list()
                .getItems();
    }

    /** Whether the kinds are known at all: a start that failed early has made none. */
    private boolean served() {
        try {
            client.resources(MastioHardwareClass.class).list();
            return true;
        } catch (KubernetesClientException unknown) {
            return false;
        }
    }

    /** A class of ours that somebody's instance has come to name stays. */
    private void deleteUnusedClasses() {
        Set<String> used = instances().stream()
                .map(instance -> instance.getSpec().hardwareClass())
                .collect(Collectors.toSet());
        client.resources(MastioHardwareClass.class).withLabel(LABEL, id).list().getItems().stream()
                .filter(machine -> !used.contains(machine.getMetadata().getName()))
                .forEach(machine -> client.resource(machine).delete());
    }

    private List<MastioInstance> instances() {
        return client.resources(MastioInstance.class).inAnyNamespace().list().getItems();
    }

    private boolean isUnused() {
        return instances().isEmpty()
                && client.resources(MastioHardwareClass.class).list().getItems().isEmpty();
    }
}
