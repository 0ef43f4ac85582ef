package dev.mastio.operator.instance.apply;

import dev.mastio.api.MastioInstance;
import dev.mastio.operator.instance.look.Race;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.OptionalInt;

/** A Deployment whose contents stay as they are, because new ones are refused or could not run: its number can be changed all the same. */
record UnchangedDeployment(Deployment actual, Context<MastioInstance> context) {

    private static final int TOO_MANY_REQUESTS = 429;

    /** The server has judged the contents; it is neither away, ill or busy, nor was somebody else quicker. */
    static boolean isRefusal(KubernetesClientException failure) {
        return failure.getCode() >= HttpURLConnection.HTTP_BAD_REQUEST
                && failure.getCode() < HttpURLConnection.HTTP_INTERNAL_ERROR
                && !Race.isLost(failure)
                && failure.getCode() != TOO_MANY_REQUESTS;
    }

    /** Changes only the number, and what is written down of it; the Deployment as it is then, or nothing if there was no need. */
    Optional<Deployment> scale(Deployment desired) {
        Integer wanted = desired.getSpec().getReplicas();
        if (wanted == null || isAt(wanted)) return Optional.empty();
        PatchContext merge = new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(context.getControllerConfiguration().fieldManager())
                .build();
        return Optional.of(context.getClient()
                .apps()
                .deployments()
                .inNamespace(actual.getMetadata().getNamespace())
                .withName(actual.getMetadata().getName())
                .patch(
                        merge,
                        "{\"metadata\":{\"uid\":\"%s\",\"annotations\":{\"%s\":\"%d\"}},\"spec\":{\"replicas\":%d}}"
                                .formatted(
                                        actual.getMetadata().getUid(), Annotations.DECIDED_REPLICAS, wanted, wanted)));
    }

    private boolean isAt(Integer wanted) {
        return wanted.equals(actual.getSpec().getReplicas())
                && Annotations.decidedReplicas(actual).equals(OptionalInt.of(wanted));
    }
}
