package dev.mastio.suite.faults.ground;

import dev.mastio.api.Api;
import dev.mastio.suite.faults.plan.Sightings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Sees the versions of every Deployment and Job: what is wrong for a moment only is wrong. Where a watch breaks and the API server has
 * forgotten where it was, versions go by unseen: a Deployment's generation and deletions tell of them. A Job that came and went in such a
 * gap is never known of.
 */
final class Witness implements AutoCloseable {

    private final SharedIndexInformer<Deployment> deployments;
    private final SharedIndexInformer<Job> jobs;

    Witness(KubernetesClient client, String namespace, Sightings sightings) {
        deployments = client.apps()
                .deployments()
                .inNamespace(namespace)
                .inform(new Teller<>(
                        now -> tell(now, sightings),
                        gone -> sightings.replicas(gone.getMetadata().getName(), 0),
                        sightings::lastVersionUnseen));
        jobs = client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .inform(new Teller<>(
                        now -> tell(now, sightings),
                        gone -> {
                            // It stays counted.
                        },
                        sightings::lastVersionUnseen));
    }

    @Override
    public void close() {
        deployments.close();
        jobs.close();
    }

    private static void tell(Deployment deployment, Sightings sightings) {
        ObjectMeta its = deployment.getMetadata();
        sightings.version(its.getName(), its.getUid(), its.getGeneration());
        sightings.replicas(its.getName(), deployment.getSpec().getReplicas());
    }

    private static void tell(Job job, Sightings sightings) {
        Map<String, String> annotations = job.getMetadata().getAnnotations();
        String token = annotations == null ? null : annotations.get(Api.RUN_SOAK);
        if (token != null) sightings.soak(token, job.getMetadata().getUid());
    }

    /** An object as it is now, new or changed, or as it last was. */
    private record Teller<T extends HasMetadata>(Consumer<T> now, Consumer<T> gone, Runnable unseen)
            implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T added) {
            now.accept(added);
        }

        @Override
        public void onUpdate(T old, T changed) {
            now.accept(changed);
        }

        @Override
        public void onDelete(T last, boolean stateUnknown) {
            if (stateUnknown) unseen.run();
            gone.accept(last);
        }
    }
}
