package dev.mastio.suite.faults.ground;

import dev.mastio.api.Api;
import dev.mastio.suite.Instances;
import dev.mastio.suite.faults.plan.Piece;
import dev.mastio.suite.faults.plan.Seen;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Looks at all that an instance has in a cluster. */
public final class Stocktaking {

    /** Annotation of an instance's pods that counts how often their template was changed. */
    static final String TOUCHED = "example.com/touched";

    private static final String INSTANCE = "app.kubernetes.io/instance";
    /** Every kind that the operator makes. */
    private static final List<Class<? extends HasMetadata>> KINDS = List.of(
            Deployment.class,
            Service.class,
            ServiceAccount.class,
            ConfigMap.class,
            Secret.class,
            PersistentVolumeClaim.class,
            PodDisruptionBudget.class,
            NetworkPolicy.class,
            CronJob.class,
            Role.class,
            RoleBinding.class,
            Job.class);

    private final KubernetesClient client;
    private final String namespace;

    Stocktaking(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** What there is now. */
    public Seen of(String instance) {
        List<Piece> pieces = new ArrayList<>();
        int replicas = 0;
        int touched = 0;
        for (Class<? extends HasMetadata> kind : KINDS) {
            for (HasMetadata object : labelled(kind, instance)) {
                pieces.add(piece(object));
                if (object instanceof Deployment deployment) {
                    replicas = deployment.getSpec().getReplicas();
                    touched = touched(deployment);
                }
            }
        }
        return new Seen(
                Optional.ofNullable(Instances.named(client, namespace, instance).get()),
                pieces,
                replicas,
                (int) proxies(instance).stream().filter(Stocktaking::serves).count(),
                touched);
    }

    private static int touched(Deployment deployment) {
        Map<String, String> annotations =
                deployment.getSpec().getTemplate().getMetadata().getAnnotations();
        return annotations == null ? 0 : Integer.parseInt(annotations.getOrDefault(TOUCHED, "0"));
    }

    /** The pods of its proxy. */
    List<Pod> proxies(String instance) {
        return client.pods()
                .inNamespace(namespace)
                .withLabel(INSTANCE, instance)
                .withLabel("app.kubernetes.io/component", "proxy")
                .list()
                .getItems();
    }

    /** Whether a pod is ready and stays. */
    static boolean serves(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
    }

    private List<? extends HasMetadata> labelled(Class<? extends HasMetadata> kind, String instance) {
        return client.resources(kind)
                .inNamespace(namespace)
                .withLabel(INSTANCE, instance)
                .list()
                .getItems();
    }

    private static Piece piece(HasMetadata object) {
        Map<String, String> annotations =
                Optional.ofNullable(object.getMetadata().getAnnotations()).orElse(Map.of());
        return new Piece(
                object.getKind() + "/" + object.getMetadata().getName(),
                object.getMetadata().getOwnerReferences().stream()
                        .map(OwnerReference::getUid)
                        .findFirst(),
                object instanceof Job ? Optional.ofNullable(annotations.get(Api.RUN_SOAK)) : Optional.empty(),
                object instanceof Secret secret && secret.getData() != null
                        ? Optional.of(Integer.toHexString(new TreeMap<>(secret.getData()).hashCode()))
                        : Optional.empty(),
                object.getMetadata().getDeletionTimestamp() != null);
    }
}
