package dev.mastio.operator.cluster;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Says of every Deployment at once that its pods are ready, except where a test holds it back. */
final class PretendedPods implements ResourceEventHandler<Deployment>, AutoCloseable {

    private final KubernetesClient client;
    private final SharedIndexInformer<Deployment> informer;
    private final Set<String> held = ConcurrentHashMap.newKeySet();

    PretendedPods(KubernetesClient client) {
        this.client = client;
        informer = client.apps().deployments().inAnyNamespace().inform(this);
    }

    /** From now on, nothing moves in Deployments of the namespace. */
    void hold(String namespace) {
        held.add(namespace);
    }

    /** Lets everything held go on. */
    void release(String namespace) {
        held.remove(namespace);
        informer.getStore().list().forEach(this::onAdd);
    }

    @Override
    public void onAdd(Deployment deployment) {
        if (held.contains(deployment.getMetadata().getNamespace())) return;
        int wanted = deployment.getSpec().getReplicas();
        DeploymentStatus status = new DeploymentStatusBuilder()
                .withObservedGeneration(deployment.getMetadata().getGeneration())
                .withReplicas(wanted)
                .withUpdatedReplicas(wanted)
                .withReadyReplicas(wanted)
                .withAvailableReplicas(wanted)
                .build();
        if (status.equals(deployment.getStatus())) return;
        try {
            client.resource(new DeploymentBuilder(deployment)
                            .editMetadata()
                            .withResourceVersion(null)
                            .endMetadata()
                            .withStatus(status)
                            .build())
                    .updateStatus();
        } catch (KubernetesClientException gone) {
            // Deleted or changed meanwhile: another event comes.
        }
    }

    @Override
    public void onUpdate(Deployment before, Deployment now) {
        onAdd(now);
    }

    @Override
    public void onDelete(Deployment deployment, boolean unknown) {}

    @Override
    public void close() {
        informer.close();
    }
}
