package dev.mastio.operator.instance;

import dev.mastio.api.MastioInstance;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/** The only writer of a spec: when mode Auto is left, the present count becomes what the user is taken to have asked for. */
final class SpecReplicasWriter {

    private static final PatchContext MERGE = new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager("mastio-operator")
            .build();

    private final KubernetesClient client;

    SpecReplicasWriter(KubernetesClient client) {
        this.client = client;
    }

    /** Fails when the instance has changed since it was read: the user may just have said a number. */
    void write(MastioInstance instance, int replicas) {
        String patch = "{\"metadata\":{\"resourceVersion\":\"%s\"},\"spec\":{\"replicas\":%d}}"
                .formatted(instance.getMetadata().getResourceVersion(), replicas);
        client.resources(MastioInstance.class)
                .inNamespace(instance.getMetadata().getNamespace())
                .withName(instance.getMetadata().getName())
                .patch(MERGE, patch);
    }
}
