package dev.mastio.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a user wants. Only {@code hardwareClass} has no default. */
@ValidationRule(
        value = "self.storage.type != 'sqlite' || self.replicas <= 1",
        fieldPath = ".replicas",
        message = "storage.type sqlite allows one replica: set replicas to 1, or use storage.type postgres")
@ValidationRule(
        value =
                "self.storage.type != 'sqlite' || ((!has(self.autoscaling.max) || self.autoscaling.max <= 1) && self.autoscaling.min <= 1)",
        fieldPath = ".autoscaling",
        message =
                "storage.type sqlite allows one replica: set autoscaling.min and max to 1, or use storage.type postgres")
@ValidationRule(
        value =
                "self.autoscaling.mode != 'Auto' || oldSelf.autoscaling.mode == 'Auto' || oldSelf.replicas <= "
                        + "(has(self.autoscaling.max) ? self.autoscaling.max : (self.autoscaling.min > 5 ? self.autoscaling.min : 5))",
        fieldPath = ".autoscaling",
        message =
                "mode Auto would remove replicas at once, because spec.replicas is above autoscaling.max (absent: 5): raise autoscaling.max to spec.replicas at least, or lower spec.replicas first")
@ValidationRule(
        value = "has(self.edge) == has(oldSelf.edge)",
        fieldPath = ".edge",
        message =
                "edge can't be added or removed: the data of the one Mastio would stay behind. Create a second instance and move the data")
@ValidationRule(
        value = "!has(self.edge) || !has(self.plugins) || self.plugins.size() == 0",
        fieldPath = ".plugins",
        message =
                "plugins are loaded by the proxy, and with edge another server answers in its place: remove plugins or edge")
@ValidationRule(
        value = "!has(self.edge) || !has(self.pki.secretName)",
        fieldPath = ".pki.secretName",
        message = "the Org Root is given to the proxy, and with edge another server makes its own: remove pki or edge")
@ValidationRule(
        value = "!has(self.edge) || !has(self.soak)",
        fieldPath = ".soak",
        message =
                "a soak looks at the memory of the proxy, and with edge another server answers whose leak it would not see: remove soak or edge")
public record MastioInstanceSpec(
        @Required
        @Size(min = 1, max = 253)
        @JsonPropertyDescription("Name of the MastioHardwareClass whose machines run this instance.")
        String hardwareClass,

        @Size(min = 1, max = 512)
        @JsonPropertyDescription("Image of the proxy without tag. Absent: the operator's own default.")
        @Nullable
        String image,

        @Pattern("^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$")
        @JsonPropertyDescription("Tag of the image. Absent: the operator's own version.")
        @Nullable
        String version,

        @Default("1")
        @Min(0)
        @Max(100)
        @SpecReplicas
        @JsonPropertyDescription(
                "Replicas while autoscaling.mode is Off or Advisory; in mode Auto the operator decides.")
        Integer replicas,

        @Default("{}") @JsonPropertyDescription("What the requests are, so that the floor of the class can be judged.")
        WorkloadMix workload,

        @Default("{}") @JsonPropertyDescription("Where state and audit log live.")
        Storage storage,

        @Default("{}") @JsonPropertyDescription("Certificate of the data port.")
        Tls tls,

        @Default("{}") @JsonPropertyDescription("The organisation's certification, by which agents are known.")
        Pki pki,

        @Default("{}") @JsonPropertyDescription("How replicas follow the measured rate.")
        Autoscaling autoscaling,

        @JsonPropertyDescription("Scheduled soak runs. Absent: none.") @Nullable
        Soak soak,

        @Size(min = 1, max = 253)
        @JsonPropertyDescription(
                "Secret with the licence under the key license.jwt. The proxy of this version needs none and reads none; with edge the original gets it.")
        @Nullable
        String licenseSecretName,

        @Size(max = 32)
        @JsonPropertyDescription(
                "Plugins to load, in this order. The proxy of this version loads none, and does not start with any.")
        List<@Pattern("^[A-Za-z0-9][-A-Za-z0-9_.]{0,127}$") String> plugins,

        @Default("{}") @JsonPropertyDescription("What may be said about the proxy's pods.")
        PodOverrides pod,

        @Default("Managed")
        @JsonPropertyDescription(
                "Managed: the operator keeps a NetworkPolicy that lets everybody reach the data port, and only those who read metrics the operations port. None: it makes none and removes its own.")
        NetworkPolicyMode networkPolicy,

        @JsonPropertyDescription(
                "Run an original Mastio in each pod, with the proxy as its edge. Absent: the proxy is the Mastio.")
        @Nullable
        Edge edge) {

    public MastioInstanceSpec {
        replicas = Objects.requireNonNullElse(replicas, 1);
        workload = Objects.requireNonNullElse(workload, WorkloadMix.CHEAPEST);
        storage = Objects.requireNonNullElse(storage, Storage.SQLITE);
        tls = Objects.requireNonNullElse(tls, Tls.SELF_MANAGED);
        pki = Objects.requireNonNullElse(pki, Pki.OWN);
        autoscaling = Objects.requireNonNullElse(autoscaling, Autoscaling.DEFAULT);
        plugins = plugins == null ? List.of() : List.copyOf(plugins);
        pod = Objects.requireNonNullElse(pod, PodOverrides.NONE);
        networkPolicy = Objects.requireNonNullElse(networkPolicy, NetworkPolicyMode.Managed);
    }

    /** The smallest instance: everything but the class at its default. */
    public static MastioInstanceSpec of(String hardwareClass) {
        return new MastioInstanceSpec(
                hardwareClass,
                null,
                null,
                1,
                WorkloadMix.CHEAPEST,
                Storage.SQLITE,
                Tls.SELF_MANAGED,
                Pki.OWN,
                Autoscaling.DEFAULT,
                null,
                null,
                List.of(),
                PodOverrides.NONE,
                NetworkPolicyMode.Managed,
                null);
    }
}
