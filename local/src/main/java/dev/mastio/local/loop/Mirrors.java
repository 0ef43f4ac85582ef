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
import java.util.concurrent.CompletableFuture;

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

    /** Opens all watches; returns when all present objects are known. */
    public static Mirrors open(KubernetesClient client) {
        Mirrors mirrors = new Mirrors(
                new Mirror<>(client, Namespace.class),
                new Mirror<>(client, Pod.class),
                new Mirror<>(client, Service.class),
                new Mirror<>(client, ConfigMap.class),
                new Mirror<>(client, Secret.class),
                new Mirror<>(client, ServiceAccount.class),
                new Mirror<>(client, PersistentVolumeClaim.class),
                new Mirror<>(client, PersistentVolume.class),
                new Mirror<>(client, Deployment.class),
                new Mirror<>(client, ReplicaSet.class),
                new Mirror<>(client, Job.class),
                new Mirror<>(client, CronJob.class),
                new Mirror<>(client, EndpointSlice.class));
        CompletableFuture.allOf(mirrors.all().stream().map(Mirror::start).toArray(CompletableFuture[]::new))
                .join();
        return mirrors;
    }

    private List<Mirror<? extends HasMetadata>> all() {
        return List.of(
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
    }

    @Override
    public void close() {
        all().forEach(Mirror::close);
    }
}
