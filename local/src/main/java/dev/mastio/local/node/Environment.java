package dev.mastio.local.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The variables of a container, resolved in the order in which the kubelet does.
 *
 * @param base what every container of the pod has; the image's and the container's own come on top
 */
record Environment(Sources sources, Downward downward, MountPaths paths, Map<String, String> base) {

    Map<String, String> of(Container container, Map<String, String> image) {
        Map<String, String> variables = new LinkedHashMap<>(base);
        variables.putAll(image);
        container.getEnvFrom().forEach(source -> addAll(source, variables));
        for (EnvVar variable : container.getEnv()) {
            value(container, variable, variables).ifPresent(value -> put(variable.getName(), value, variables));
        }
        return variables;
    }

    private void addAll(EnvFromSource source, Map<String, String> variables) {
        String prefix = source.getPrefix() == null ? "" : source.getPrefix();
        Optional<Map<String, byte[]>> data = source.getConfigMapRef() != null
                ? sources.configMap(
                        source.getConfigMapRef().getName(),
                        Boolean.TRUE.equals(source.getConfigMapRef().getOptional()))
                : sources.secret(
                        source.getSecretRef().getName(),
                        Boolean.TRUE.equals(source.getSecretRef().getOptional()));
        data.ifPresent(
                entries -> entries.forEach((key, bytes) -> put(prefix + key, new String(bytes, UTF_8), variables)));
    }

    private void put(String name, String value, Map<String, String> variables) {
        variables.put(name, JvmOptions.moved(name, value, paths::rewrite));
    }

    private Optional<String> value(Container container, EnvVar variable, Map<String, String> known) {
        if (variable.getValueFrom() != null) {
            return from(container, variable.getValueFrom());
        }
        return Optional.of(variable.getValue() == null ? "" : Expansion.expand(variable.getValue(), known));
    }

    private Optional<String> from(Container container, EnvVarSource source) {
        if (source.getFieldRef() != null) {
            return Optional.of(downward.field(source.getFieldRef().getFieldPath()));
        } else if (source.getResourceFieldRef() != null) {
            return Optional.of(Downward.resource(container, source.getResourceFieldRef()));
        } else if (source.getConfigMapKeyRef() != null) {
            var ref = source.getConfigMapKeyRef();
            boolean optional = Boolean.TRUE.equals(ref.getOptional());
            return key(sources.configMap(ref.getName(), optional), "ConfigMap", ref.getName(), ref.getKey(), optional);
        }
        var ref = source.getSecretKeyRef();
        boolean optional = Boolean.TRUE.equals(ref.getOptional());
        return key(sources.secret(ref.getName(), optional), "Secret", ref.getName(), ref.getKey(), optional);
    }

    private Optional<String> key(
            Optional<Map<String, byte[]>> data, String kind, String name, String key, boolean optional) {
        Optional<String> value =
                data.flatMap(entries -> Optional.ofNullable(entries.get(key)).map(bytes -> new String(bytes, UTF_8)));
        if (value.isEmpty() && !optional) {
            throw new NotYet("couldn't find key %s in %s %s/%s".formatted(key, kind, sources.namespace(), name));
        }
        return value;
    }
}
