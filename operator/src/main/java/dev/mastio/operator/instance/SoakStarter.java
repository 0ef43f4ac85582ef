package dev.mastio.operator.instance;

import dev.mastio.api.MastioInstance;
import dev.mastio.operator.desired.DesiredSoakJob;
import dev.mastio.operator.desired.InstancePlan;
import dev.mastio.operator.desired.Labels;
import dev.mastio.operator.instance.apply.NameTakenException;
import dev.mastio.operator.instance.look.GoneException;
import dev.mastio.operator.instance.look.Ownership;
import dev.mastio.operator.soak.SoakDecision.RunToStart;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Makes the Job of a soak on demand. */
final class SoakStarter {

    private final KubernetesClient client;

    SoakStarter(KubernetesClient client) {
        this.client = client;
    }

    /**
     * True if the run is new; false if it was there already, as after a crash between its making and the status.
     *
     * @throws NameTakenException if another Job has its name
     */
    boolean start(MastioInstance instance, InstancePlan plan, RunToStart run) {
        GoneException.throwUnlessThere(instance, client);
        Job job = DesiredSoakJob.of(plan, run.token()).orElseThrow();
        try {
            client.resource(job).create();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) throw e;
            there(job).filter(other -> !isRunOf(instance, other)).ifPresent(other -> {
                throw NameTakenException.ofJob(other, !Ownership.stays(instance, other));
            });
            return false;
        }
    }

    /** Also one that our watch does not show, because its labels were taken away. */
    private Optional<Job> there(Job job) {
        return client
                .batch()
                .v1()
                .jobs()
                .inNamespace(job.getMetadata().getNamespace())
                .withField("metadata.name", job.getMetadata().getName())
                .list()
                .getItems()
                .stream()
                .findFirst();
    }

    private static boolean isRunOf(MastioInstance instance, Job job) {
        Map<String, String> labels =
                Objects.requireNonNullElse(job.getMetadata().getLabels(), Map.of());
        return Ownership.of(instance, job)
                && Labels.OPERATOR.equals(labels.get(Labels.MANAGED_BY))
                && instance.getMetadata().getName().equals(labels.get(Labels.INSTANCE));
    }
}
