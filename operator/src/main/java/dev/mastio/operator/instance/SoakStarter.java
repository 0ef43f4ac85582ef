package dev.mastio.operator.instance;

import dev.mastio.api.MastioInstance;
import dev.mastio.operator.desired.DesiredSoakJob;
import dev.mastio.operator.desired.InstancePlan;
import dev.mastio.operator.instance.look.GoneException;
import dev.mastio.operator.soak.SoakDecision.RunToStart;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** Makes the Job of a soak on demand. */
final class SoakStarter {

    private final KubernetesClient client;

    SoakStarter(KubernetesClient client) {
        this.client = client;
    }

    /** True if the run is new; false if it was there already, as after a crash between its making and the status. */
    boolean start(MastioInstance instance, InstancePlan plan, RunToStart run) {
        GoneException.throwUnlessThere(instance, client);
        Job job = DesiredSoakJob.of(plan, run.token()).orElseThrow();
        try {
            client.resource(job).create();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) return false;
            throw e;
        }
    }
}
