package dev.mastio.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The part of a pod that belongs to the cluster it runs in. What the operator needs for itself can't be overridden. */
public record PodOverrides(
        @Size(max = 32) @JsonPropertyDescription("Labels in addition to the operator's own.")
        Map<String, @Size(max = 63) String> labels,

        @Size(max = 32) @JsonPropertyDescription("Annotations in addition to the operator's own.")
        Map<String, @Size(max = 512) String> annotations,

        @Size(max = 32) @JsonPropertyDescription("Labels a node must have.")
        Map<String, @Size(max = 63) String> nodeSelector,

        @Size(max = 32) @JsonPropertyDescription("Taints that the pods tolerate.")
        List<Toleration> tolerations,

        @Size(min = 1, max = 253) @JsonPropertyDescription("Priority class of the pods.") @Nullable
        String priorityClassName,

        @Size(min = 1, max = 253) @JsonPropertyDescription("Runtime class of the pods.") @Nullable
        String runtimeClassName,

        @Size(max = 8) @JsonPropertyDescription("Secrets to pull images with.")
        List<ImagePullSecret> imagePullSecrets,

        @Default("IfNotPresent") @JsonPropertyDescription("When the image is pulled.")
        PullPolicy imagePullPolicy,

        @Size(max = 32)
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

            @Required @Size(max = 1024) @JsonPropertyDescription("Its value; not for secrets.")
            String value) {}

    /** One Secret with the credentials of a registry. */
    public record ImagePullSecret(
            @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the Secret.")
            String name) {}

    /** One taint, or many, that the pods tolerate; as in a pod. */
    @ValidationRule(
            value = "self.operator == 'Exists' || has(self.key)",
            fieldPath = ".key",
            message = "a toleration without key tolerates everything: give the key, or say so with operator Exists")
    @ValidationRule(
            value = "self.operator != 'Exists' || !has(self.value)",
            fieldPath = ".value",
            message = "operator Exists looks at no value: remove value, or use operator Equal")
    @ValidationRule(
            value = "!has(self.tolerationSeconds) || (has(self.effect) && self.effect == 'NoExecute')",
            fieldPath = ".tolerationSeconds",
            message = "tolerationSeconds needs effect NoExecute: set the effect, or remove tolerationSeconds")
    public record Toleration(
            @Size(min = 1, max = 316)
            @JsonPropertyDescription("Key of the taint. Absent: any, with operator Exists.")
            @Nullable
            String key,

            @Default("Equal") @JsonPropertyDescription("Equal: the taint has this value. Exists: whatever its value.")
            Operator operator,

            @Size(max = 63) @JsonPropertyDescription("Value of the taint.") @Nullable
            String value,

            @JsonPropertyDescription("Effect of the taint. Absent: any.") @Nullable
            Effect effect,

            @Min(0)
            @Max(86_400)
            @JsonPropertyDescription("Seconds that a pod stays once the taint is there. Absent: for ever.")
            @Nullable
            Long tolerationSeconds) {

        public Toleration {
            operator = Objects.requireNonNullElse(operator, Operator.Equal);
        }

        /** How key and value are compared. */
        public enum Operator {
            Equal,
            Exists
        }

        /** What a taint does to pods that do not tolerate it. */
        public enum Effect {
            NoSchedule,
            PreferNoSchedule,
            NoExecute
        }
    }
}
