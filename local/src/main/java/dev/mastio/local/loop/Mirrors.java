package dev.mastio.local.loop;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** One mirror a kind, shared by all controllers and the node. */
public record Mirrors(
        Mirror<Namespace> namespaces,
        Mirror<Pod> pods,
        Mirror<Service> services,
        Mirror<ConfigMap> configMaps,
        Mirror<Secret> secrets,
        Mirror<ServiceAccount> serviceAccounts,
        Mirror<PersistentVolumeClaim> claims,
        Mirror<PersistentVolume> volumes,
        Mirror<Deployment> deployments,
        Mirror<ReplicaSet> replicaSets,
        Mirror<Job> jobs,
        Mirror<CronJob> cronJobs,
        Mirror<EndpointSlice> slices)
        implements AutoCloseable {

    public static Mirrors open(KubernetesClient client) {
        return new Mirrors(
                Mirror.of(client, Namespace.class),
                Mirror.of(client, Pod.class),
                Mirror.of(client, Service.class),
                Mirror.of(client, ConfigMap.class),
                Mirror.of(client, Secret.class),
                Mirror.of(client, ServiceAccount.class),
                Mirror.of(client, PersistentVolumeClaim.class),
                Mirror.of(client, PersistentVolume.class),
                Mirror.of(client, Deployment.class),
                Mirror.of(client, ReplicaSet.class),
                Mirror.of(client, Job.class),
                Mirror.of(client, CronJob.class),
                Mirror.of(client, EndpointSlice.class));
    }

    @Override
    public void close() {
        List<Mirror<? extends HasMetadata>> all = List.of(
                namespaces,
                pods,
                services,
                configMaps,
                secrets,
                serviceAccounts,
                claims,
                volumes,
                deployments,
                replicaSets,
                jobs,
                cronJobs,
                slices);
        all.forEach(Mirror::close);
    }
}
