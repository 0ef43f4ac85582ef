package dev.mastio.suite;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Operators that somebody has installed already. */
final class OperatorsThere {

    private OperatorsThere() {}

    /**
     * Where the one runs that serves every namespace. Those for single namespaces don't matter: tests have namespaces of their own.
     *
     * @throws IOException when there is one that is not available: a second one beside it would be in its way once it is back
     */
    static Optional<String> forTheWholeCluster(KubernetesClient client) throws IOException {
        List<Deployment> found = client
                .apps()
                .deployments()
                .inAnyNamespace()
                .withLabel("app.kubernetes.io/name", Installation.OPERATOR)
                .list()
                .getItems()
                .stream()
                .filter(OperatorsThere::servesAll)
                .toList();
        if (found.isEmpty()) return Optional.empty();
        String namespace = found.getFirst().getMetadata().getNamespace();
        if (!Installation.isAvailable(client, namespace))
            throw new IOException(
                    "the operator in namespace %s is not available: mend it or remove it first".formatted(namespace));
        return Optional.of(namespace);
    }

    private static boolean servesAll(Deployment operator) {
        return operator.getSpec().getTemplate().getSpec().getContainers().stream()
                .flatMap(container -> container.getEnv().stream())
                .noneMatch(setting -> setting.getName().equals("MASTIO_OPERATOR_WATCH_NAMESPACES")
                        && !(setting.getValueFrom() == null
                                && (setting.getValue() == null
                                        || setting.getValue().isBlank())));
    }
}
