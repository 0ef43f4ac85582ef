package dev.mastio.operator.desired;

import dev.mastio.api.PodOverrides;
import dev.mastio.operator.capacity.ContainerResources;
import dev.mastio.operator.capacity.ProbeTiming;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.TreeMap;

/** What all our pods have in common: the restricted security profile, and the place that the user gave them in the cluster. */
final class PodShape {

    /** The usual "nonroot" of minimal images. Given here, so that it holds for an image that says nothing. */
    private static final long NONROOT = 65532;

    static PodSpecBuilder of(PodOverrides overrides) {
        return new PodSpecBuilder()
                // A Service called "mastio-ops" would otherwise give every pod of its namespace a variable
                // MASTIO_OPS_PORT.
                .withEnableServiceLinks(false)
                .withNodeSelector(new TreeMap<>(overrides.nodeSelector()))
                .withTolerations(overrides.tolerations().stream()
                        .map(PodShape::toleration)
                        .toList())
                .withPriorityClassName(overrides.priorityClassName())
                .withRuntimeClassName(overrides.runtimeClassName())
                .withImagePullSecrets(overrides.imagePullSecrets().stream()
                        .map(secret -> new LocalObjectReference(secret.name()))
                        .toList())
                .withSecurityContext(pod());
    }

    private static Toleration toleration(PodOverrides.Toleration given) {
        return new TolerationBuilder()
                .withKey(given.key())
                .withOperator(given.operator().name())
                .withValue(given.value())
                .withEffect(given.effect() == null ? null : given.effect().name())
                .withTolerationSeconds(given.tolerationSeconds())
                .build();
    }

    private static PodSecurityContext pod() {
        return new PodSecurityContextBuilder()
                .withRunAsNonRoot(true)
                .withRunAsUser(NONROOT)
                .withRunAsGroup(NONROOT)
                .withFsGroup(NONROOT)
                .withFsGroupChangePolicy("OnRootMismatch")
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .build();
    }

    static SecurityContext container() {
        return new SecurityContextBuilder()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .build();
    }

    static ResourceRequirements resources(ContainerResources given) {
        return new ResourceRequirementsBuilder()
                .addToRequests("cpu", given.cpuRequest())
                .addToRequests("memory", given.memoryRequest())
                .addToLimits("cpu", given.cpuLimit())
                .addToLimits("memory", given.memoryLimit())
                .build();
    }

    static Probe probe(String path, IntOrString port, ProbeTiming timing) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath(path)
                .withPort(port)
                .withScheme("HTTP")
                .endHttpGet()
                .withPeriodSeconds(timing.period())
                .withTimeoutSeconds(timing.timeout())
                .withFailureThreshold(timing.failureThreshold())
                .withSuccessThreshold(1)
                .withTerminationGracePeriodSeconds(timing.grace())
                .build();
    }

    private PodShape() {}
}
