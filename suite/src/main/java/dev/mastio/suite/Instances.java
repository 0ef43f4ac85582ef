package dev.mastio.suite;

import dev.mastio.api.Api;
import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceStatus;
import dev.mastio.api.MastioInstanceStatus.SoakRun;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What users see of an instance. */
public final class Instances {

    private Instances() {}

    public static Resource<MastioInstance> named(KubernetesClient client, String namespace, String name) {
        return client.resources(MastioInstance.class).inNamespace(namespace).withName(name);
    }

    /** Asks for a soak by a token, as {@code kubectl annotate} does. */
    public static void runSoak(KubernetesClient client, String namespace, String name, String token) {
        named(client, namespace, name)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}".formatted(Api.RUN_SOAK, token));
    }

    public static List<MastioInstance> all(KubernetesClient client, String namespace) {
        return client.resources(MastioInstance.class)
                .inNamespace(namespace)
                .list()
                .getItems();
    }

    public static Optional<MastioInstanceStatus> status(KubernetesClient client, String namespace, String name) {
        return Optional.ofNullable(named(client, namespace, name).get()).map(MastioInstance::getStatus);
    }

    public static Optional<Condition> condition(MastioInstanceStatus status, String type) {
        return status.conditions().stream()
                .filter(condition -> Objects.equals(condition.getType(), type))
                .findFirst();
    }

    /** The soak run of that name, once it has its verdict. */
    public static Optional<SoakRun> finishedRun(MastioInstanceStatus status, String name) {
        return Optional.ofNullable(status.soak()).stream()
                .flatMap(soak -> soak.runs().stream())
                .filter(run -> run.name().equals(name))
                .findFirst();
    }

    /** Whether the operator says Ready about the newest spec. */
    public static boolean isReady(KubernetesClient client, String namespace, String name) {
        MastioInstance instance = named(client, namespace, name).get();
        return instance != null && isReady(instance);
    }

    /** The same of an instance as it was seen. */
    public static boolean isReady(MastioInstance instance) {
        MastioInstanceStatus status = instance.getStatus();
        return status != null
                && Objects.equals(
                        status.observedGeneration(), instance.getMetadata().getGeneration())
                && condition(status, "Ready")
                        .filter(ready -> "True".equals(ready.getStatus()))
                        .isPresent();
    }
}
