package dev.mastio.operator.instance;

import dev.mastio.api.MastioInstance;
import dev.mastio.operator.instance.look.Ownership;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Secrets of an instance that the caches don't show, because somebody took away the label by which they are selected, or because
 * the caches are behind. What others have come to rely on is looked for here before it is made anew.
 */
final class Unlabelled {

    private final KubernetesClient client;
    private final MastioInstance instance;
    private final Map<String, String> versions;

    /** @param shown versions of those that the caches show, by name */
    Unlabelled(KubernetesClient client, MastioInstance instance, Map<String, String> shown) {
        this.client = client;
        this.instance = instance;
        this.versions = new TreeMap<>(shown);
    }

    MastioInstance instance() {
        return instance;
    }

    /** By name, of those that the caches show and those that were found, as they were seen first. */
    Map<String, String> versions() {
        return Map.copyOf(versions);
    }

    /** Asks the API server. */
    Optional<Secret> secret(String name) {
        return any(name).filter(secret -> Ownership.ofKept(instance, secret));
    }

    /** Whether there is a Secret of that name, whoever's it is. */
    boolean isTaken(String name) {
        return any(name).isPresent();
    }

    private Optional<Secret> any(String name) {
        Optional<Secret> found = Optional.ofNullable(client.secrets()
                .inNamespace(instance.getMetadata().getNamespace())
                .withName(name)
                .get());
        found.ifPresent(
                secret -> versions.putIfAbsent(name, secret.getMetadata().getResourceVersion()));
        return found;
    }
}
