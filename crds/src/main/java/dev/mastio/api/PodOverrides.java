package dev.mastio.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The part of a pod that belongs to the cluster it runs in. What the operator needs for itself can't be overridden. */
public record PodOverrides(
        @JsonPropertyDescription("Labels in addition to the operator's own.")
        Map<String, String> labels,

        @JsonPropertyDescription("Annotations in addition to the operator's own.")
        Map<String, String> annotations,

        @JsonPropertyDescription("Labels a node must have.") Map<String, String> nodeSelector,

        @Size(max = 32) @JsonPropertyDescription("Taints that the pods tolerate.")
        List<Toleration> tolerations,

        @Size(min = 1, max = 253) @JsonPropertyDescription("Priority class of the pods.") @Nullable
        String priorityClassName,

        @Size(min = 1, max = 253) @JsonPropertyDescription("Runtime class of the pods.") @Nullable
        String runtimeClassName,

        @Size(max = 8) @JsonPropertyDescription("Secrets to pull images with.")
        List<LocalObjectReference> imagePullSecrets,

        @Default("IfNotPresent") @JsonPropertyDescription("When the image is pulled.")
        PullPolicy imagePullPolicy,

        @Size(max = 64)
        @JsonPropertyDescription("Further settings of the proxy. Names that the operator sets itself are refused.")
        List<Setting> env) {

    /** Nothing overridden. */
    public static final PodOverrides NONE = new PodOverrides(
            Map.of(), Map.of(), Map.of(), List.of(), null, null, List.of(), PullPolicy.IfNotPresent, List.of());

    public PodOverrides {
        labels = labels == null ? Map.of() : Map.copyOf(labels);
        annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
        nodeSelector = nodeSelector == null ? Map.of() : Map.copyOf(nodeSelector);
        tolerations = tolerations == null ? List.of() : List.copyOf(tolerations);
        imagePullSecrets = imagePullSecrets == null ? List.of() : List.copyOf(imagePullSecrets);
        imagePullPolicy = Objects.requireNonNullElse(imagePullPolicy, PullPolicy.IfNotPresent);
        env = env == null ? List.of() : List.copyOf(env);
    }

    /** As in a pod. */
    public enum PullPolicy {
        Always,
        IfNotPresent,
        Never
    }

    /** One environment variable of the proxy. */
    public record Setting(
            @Required @Pattern("^[A-Z][A-Z0-9_]{0,127}$") @JsonPropertyDescription("Name of the variable.")
            String name,

            @Required @Size(max = 4096) @JsonPropertyDescription("Its value; not for secrets.")
            String value) {}
}
