package dev.mastio.operator.instance.apply;

import dev.mastio.api.MastioInstance;
import dev.mastio.operator.desired.InstancePlan;
import dev.mastio.operator.instance.look.Race;
import dev.mastio.operator.instance.look.Sources;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A Deployment whose contents stay as they are, because new ones are refused, could not run, or lack something that comes
 * before them: its number can be changed all the same.
 */
public record UnchangedDeployment(Deployment actual, Context<MastioInstance> context) {

    private static final int TOO_MANY_REQUESTS = 429;

    /** The server has judged the contents; it is neither away, ill or busy, nor was somebody else quicker. */
    static boolean isRefusal(KubernetesClientException failure) {
        return failure.getCode() >= HttpURLConnection.HTTP_BAD_REQUEST
                && failure.getCode() < HttpURLConnection.HTTP_INTERNAL_ERROR
                && !Race.isLost(failure)
                && failure.getCode() != TOO_MANY_REQUESTS;
    }

    /**
     * Changes only the number, and what is written down of it.
     *
     * @return the Deployment as it is then, or nothing if there was no need or it must not be
     * @throws KubernetesClientException if the API server refuses, or it is another version of the Deployment by now
     */
    public Optional<Deployment> scale(InstancePlan plan) {
        int wanted = plan.replicas().orElse(actual.getSpec().getReplicas());
        if (isAt(wanted) || plan.onVolume() != isOnVolume()) return Optional.empty();
        PatchContext merge = new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(context.getControllerConfiguration().fieldManager())
                .build();
        Deployment scaled = context.getClient()
                .apps()
                .deployments()
                .inNamespace(actual.getMetadata().getNamespace())
                .withName(actual.getMetadata().getName())
                .patch(merge, patch(wanted));
        // Seen by whoever looks next, though the watch may be behind.
        if (context.eventSourceRetriever().getEventSourceFor(Deployment.class, Sources.DEPLOYMENTS)
                instanceof InformerEventSource<Deployment, MastioInstance> deployments) {
            deployments.handleRecentResourceUpdate(ResourceID.fromResource(scaled), scaled, actual);
        }
        return Optional.of(scaled);
    }

    private String patch(int wanted) {
        return """
                {"metadata": {"uid": "%s", "resourceVersion": "%s", "annotations": {"%s": "%d"}}, "spec": {"replicas": %d}}
                """.formatted(
                        actual.getMetadata().getUid(),
                        actual.getMetadata().getResourceVersion(),
                        Annotations.DECIDED_REPLICAS,
                        wanted,
                        wanted);
    }

    /** Many pods must not write one file, nor many be left for one, where what is declared by now is another kind of store. */
    private boolean isOnVolume() {
        return "Recreate".equals(actual.getSpec().getStrategy().getType());
    }

    private boolean isAt(int wanted) {
        return Integer.valueOf(wanted).equals(actual.getSpec().getReplicas())
                && Annotations.decidedReplicas(actual).equals(OptionalInt.of(wanted));
    }
}
