package dev.mastio.operator.desired;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.util.List;

/** Environment variables in the spelling that the API server stores. */
final class Env {

    static EnvVar value(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }

    static EnvVar value(String name, long value) {
        return value(name, Long.toString(value));
    }

    /** From the pod itself. The API version is spelled out, because its default would be owned by the server and differ from ours. */
    static EnvVar field(String name, String path) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewFieldRef("v1", path)
                .endValueFrom()
                .build();
    }

    static EnvVar secret(String name, String secret, String key) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewSecretKeyRef(key, secret, null)
                .endValueFrom()
                .build();
    }

    /** What any JVM reads at its start. */
    static EnvVar jvm(List<String> flags) {
        return value("JAVA_TOOL_OPTIONS", String.join(" ", flags) + " -Djava.io.tmpdir=/tmp");
    }

    private Env() {}
}
