package dev.mastio.operator.desired;

import dev.mastio.api.PodOverrides;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The pods of the proxy. */
final class ProxyPod {

    /** Longer than the proxy takes to leave: it accepts, then drains, then stops. */
    private static final long GRACE_SECONDS = 40;

    static PodTemplateSpec of(InstancePlan plan) {
        SortedMap<String, String> annotations = annotations(plan);
        List<Attachment> proxys = attachments(plan);
        List<Attachment> originals = plan.edge().isPresent() ? OriginalContainer.attachments(plan) : List.of();
        List<Container> containers = new ArrayList<>(List.of(ProxyContainer.of(plan, proxys)));
        plan.edge().ifPresent(edge -> containers.add(OriginalContainer.of(plan, edge, originals)));
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels(plan))
                .withAnnotations(annotations)
                .endMetadata()
                .withSpec(PodShape.of(plan.spec().pod())
                        .withServiceAccountName(plan.names().proxy())
                        .withAutomountServiceAccountToken(false)
                        .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                        .withTopologySpreadConstraints(spread(plan))
                        .withContainers(containers)
                        .withVolumes(Stream.concat(proxys.stream(), originals.stream())
                                .map(Attachment::volume)
                                .distinct()
                                .toList())
                        .build())
                .build();
    }

    private static List<Attachment> attachments(InstancePlan plan) {
        List<Attachment> attachments = new ArrayList<>();
        plan.tlsSecret().map(Attachment::serverCertificate).ifPresent(attachments::add);
        if (plan.edge().isEmpty()) {
            attachments.add(Attachment.secrets(plan.names().secrets()));
            plan.orgRootSecret()
                    .map(secret -> Attachment.orgRoot(
                            secret, OrgRootEntries.mounted(plan.secret(secret).keys())))
                    .ifPresent(attachments::add);
        }
        // Mounted without a soak too, so that adding one later doesn't roll the pods.
        attachments.add(Attachment.soakKey(plan.names().soak()));
        if (plan.edge().isPresent()) {
            attachments.add(Attachment.organisation(true));
        } else {
            if (plan.spec().licenseSecretName() != null)
                attachments.add(Attachment.license(plan.spec().licenseSecretName()));
            if (plan.onVolume()) attachments.add(Attachment.data(plan.names().data()));
        }
        attachments.add(Attachment.temporary());
        return attachments;
    }

    private static SortedMap<String, String> labels(InstancePlan plan) {
        SortedMap<String, String> labels = new TreeMap<>(plan.spec().pod().labels());
        labels.keySet().removeIf(Labels::reserved);
        labels.putAll(Labels.of(plan.name(), Labels.Component.PROXY, plan.version()));
        return labels;
    }

    private static SortedMap<String, String> annotations(InstancePlan plan) {
        PodOverrides overrides = plan.spec().pod();
        SortedMap<String, String> annotations = new TreeMap<>(overrides.annotations());
        annotations.keySet().removeIf(Labels::reserved);
        annotations.put(Labels.CHECKSUM, checksum(plan));
        return annotations;
    }

    private static String checksum(InstancePlan plan) {
        SortedMap<String, String> inputs = new TreeMap<>();
        inputs.put("settings", Checksum.of(ProxySettings.of(plan)));
        for (String secret : plan.mountedSecrets()) {
            String content = plan.secret(secret).checksum();
            if (!MountedSecrets.isReloaded(plan.name(), plan.spec(), secret)) inputs.put("secret/" + secret, content);
        }
        return Checksum.of(inputs);
    }

    /** On different machines if there are any; on one machine rather than not at all. */
    private static TopologySpreadConstraint spread(InstancePlan plan) {
        return new TopologySpreadConstraintBuilder()
                .withMaxSkew(1)
                .withTopologyKey("kubernetes.io/hostname")
                .withWhenUnsatisfiable("ScheduleAnyway")
                .withNewLabelSelector()
                .withMatchLabels(Labels.selector(plan.name()))
                .endLabelSelector()
                .build();
    }

    private ProxyPod() {}
}
