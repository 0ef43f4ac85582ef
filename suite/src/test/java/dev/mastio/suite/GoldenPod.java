package dev.mastio.suite;

import static java.util.stream.Collectors.toMap;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the operator's own tests say that it makes of an instance.
 *
 * @param folder of one of their scenarios
 * @param instance its name
 */
record GoldenPod(Path folder, String instance) {

    private static final Path SCENARIOS = Path.of("../operator/src/test/resources/desired");

    static GoldenPod of(String scenario, String instance) {
        return new GoldenPod(SCENARIOS.resolve(scenario), instance);
    }

    /** What was given to the operator: YAML documents. */
    String given() throws IOException {
        return Files.readString(folder.resolve("in.yaml"));
    }

    /** Variables of the proxy's container; empty text where the value comes from elsewhere. */
    Map<String, String> settings() throws IOException {
        Map<String, String> settings = new TreeMap<>(pod().getContainers().getFirst().getEnv().stream()
                .collect(toMap(EnvVar::getName, variable -> variable.getValue() == null ? "" : variable.getValue())));
        settings.putAll(read("ConfigMap-%s-config.yaml", ConfigMap.class).getData());
        return settings;
    }

    /** Names of the files that this volume of a Secret has. */
    List<String> files(String volume) throws IOException {
        return pod().getVolumes().stream()
                .filter(it -> it.getName().equals(volume))
                .flatMap(it -> it.getSecret().getItems().stream())
                .map(KeyToPath::getPath)
                .toList();
    }

    private PodSpec pod() throws IOException {
        return read("Deployment-%s.yaml", Deployment.class)
                .getSpec()
                .getTemplate()
                .getSpec();
    }

    private <T> T read(String name, Class<T> kind) throws IOException {
        return Serialization.unmarshal(Files.readString(folder.resolve(name.formatted(instance))), kind);
    }
}
