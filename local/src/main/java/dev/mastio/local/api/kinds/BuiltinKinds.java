package dev.mastio.local.api.kinds;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.List;
import java.util.Set;

/** The kinds that are always there. Which of them somebody acts upon is told in docs/embedded-cluster.md. */
final class BuiltinKinds {
    private static final boolean NAMESPACED = true;
    private static final boolean CLUSTER = false;
    private static final List<String> ALL = List.of("all");
    private static final List<String> NONE = List.of();

    private BuiltinKinds() {}

    static List<Kind> all() {
        return List.of(
                core(Namespace.class, "namespaces", CLUSTER, List.of("ns"), NONE, "status"),
                core(Node.class, "nodes", CLUSTER, List.of("no"), NONE, "status"),
                core(PersistentVolume.class, "persistentvolumes", CLUSTER, List.of("pv"), NONE, "status"),
                core(ConfigMap.class, "configmaps", NAMESPACED, List.of("cm"), NONE),
                core(Secret.class, "secrets", NAMESPACED, NONE, NONE),
                core(Service.class, "services", NAMESPACED, List.of("svc"), ALL, "status"),
                core(ServiceAccount.class, "serviceaccounts", NAMESPACED, List.of("sa"), NONE),
                core(Endpoints.class, "endpoints", NAMESPACED, List.of("ep"), NONE),
                core(Event.class, "events", NAMESPACED, List.of("ev"), NONE),
                core(PersistentVolumeClaim.class, "persistentvolumeclaims", NAMESPACED, List.of("pvc"), NONE, "status"),
                core(ResourceQuota.class, "resourcequotas", NAMESPACED, List.of("quota"), NONE, "status"),
                core(
                        Pod.class,
                        "pods",
                        NAMESPACED,
                        List.of("po"),
                        ALL,
                        "status",
                        "log",
                        "eviction",
                        "exec",
                        "attach",
                        "portforward"),
                in("apps", Deployment.class, "deployments", List.of("deploy"), ALL, "status", "scale"),
                in("apps", ReplicaSet.class, "replicasets", List.of("rs"), ALL, "status", "scale"),
                in("apps", StatefulSet.class, "statefulsets", List.of("sts"), ALL, "status", "scale"),
                in("apps", DaemonSet.class, "daemonsets", List.of("ds"), ALL, "status"),
                in("batch", Job.class, "jobs", NONE, ALL, "status"),
                in("batch", CronJob.class, "cronjobs", List.of("cj"), ALL, "status"),
                in("coordination.k8s.io", Lease.class, "leases", NONE, NONE),
                in("discovery.k8s.io", EndpointSlice.class, "endpointslices", NONE, NONE),
                in(
                        "events.k8s.io",
                        io.fabric8.kubernetes.api.model.events.v1.Event.class,
                        "events",
                        List.of("ev"),
                        NONE),
                in("networking.k8s.io", Ingress.class, "ingresses", List.of("ing"), NONE, "status"),
                in("networking.k8s.io", NetworkPolicy.class, "networkpolicies", List.of("netpol"), NONE),
                in("policy", PodDisruptionBudget.class, "poddisruptionbudgets", List.of("pdb"), NONE, "status"),
                Kind.builtin(
                        "autoscaling",
                        "v2",
                        HorizontalPodAutoscaler.class,
                        "horizontalpodautoscalers",
                        NAMESPACED,
                        List.of("hpa"),
                        ALL,
                        Set.of("status")),
                in("rbac.authorization.k8s.io", Role.class, "roles", NONE, NONE),
                in("rbac.authorization.k8s.io", RoleBinding.class, "rolebindings", NONE, NONE),
                cluster("rbac.authorization.k8s.io", ClusterRole.class, "clusterroles"),
                cluster("rbac.authorization.k8s.io", ClusterRoleBinding.class, "clusterrolebindings"),
                cluster("scheduling.k8s.io", PriorityClass.class, "priorityclasses", "pc"),
                cluster("storage.k8s.io", StorageClass.class, "storageclasses", "sc"),
                Kind.builtin(
                        "apiextensions.k8s.io",
                        "v1",
                        CustomResourceDefinition.class,
                        "customresourcedefinitions",
                        CLUSTER,
                        List.of("crd", "crds"),
                        List.of("api-extensions"),
                        Set.of("status")));
    }

    private static Kind core(
            Class<?> model,
            String plural,
            boolean namespaced,
            List<String> shortNames,
            List<String> categories,
            String... subresources) {
        return Kind.builtin("", "v1", model, plural, namespaced, shortNames, categories, Set.of(subresources));
    }

    private static Kind in(
            String group,
            Class<?> model,
            String plural,
            List<String> shortNames,
            List<String> categories,
            String... subresources) {
        return Kind.builtin(group, "v1", model, plural, NAMESPACED, shortNames, categories, Set.of(subresources));
    }

    private static Kind cluster(String group, Class<?> model, String plural, String... shortNames) {
        return Kind.builtin(group, "v1", model, plural, CLUSTER, List.of(shortNames), NONE, Set.of());
    }
}
