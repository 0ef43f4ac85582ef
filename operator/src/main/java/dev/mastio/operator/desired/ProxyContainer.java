package dev.mastio.operator.desired;

import dev.mastio.operator.capacity.ProbeTiming;
import dev.mastio.operator.capacity.ReplicaCapacity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.ArrayList;
import java.util.List;

/** The one container of a proxy's pod. */
final class ProxyContainer {

    static Container of(InstancePlan plan, List<Attachment> attachments) {
        return new ContainerBuilder()
                .withName("proxy")
                .withImage(plan.proxyImage())
                .withImagePullPolicy(plan.spec().pod().imagePullPolicy().name())
                .addNewPort()
                .withName("https")
                .withContainerPort(InstancePlan.HTTPS_PORT)
                .withProtocol("TCP")
                .endPort()
                .addNewPort()
                .withName("ops")
                .withContainerPort(InstancePlan.OPS_PORT)
                .withProtocol("TCP")
                .endPort()
                .addNewEnvFrom()
                .withNewConfigMapRef(plan.names().config(), null)
                .endEnvFrom()
                .withEnv(env(plan, attachments))
                .withResources(resources(plan.capacity()))
                .withStartupProbe(probe("/health", ProbeTiming.STARTUP))
                .withLivenessProbe(probe("/health", ProbeTiming.LIVENESS))
                .withReadinessProbe(probe("/readyz", ProbeTiming.READINESS))
                .withVolumeMounts(attachments.stream().map(Attachment::mount).toList())
                .withSecurityContext(PodShape.container())
                .build();
    }

    private static List<EnvVar> env(InstancePlan plan, List<Attachment> attachments) {
        List<EnvVar> env = new ArrayList<>();
        env.add(Env.field("MCP_PROXY_HOST", "status.podIP"));
        env.add(Env.jvm(plan.capacity().jvmFlags()));
        if (plan.spec().storage().postgres() != null && !plan.onVolume()) {
            String secret = plan.spec().storage().postgres().secretName();
            env.add(Env.secret("MCP_PROXY_DATABASE_URL", secret, MountedSecrets.DATABASE_URL));
            env.add(Env.secret("MASTIO_DATABASE_USERNAME", secret, MountedSecrets.DATABASE_USERNAME));
            env.add(Env.secret("MASTIO_DATABASE_PASSWORD", secret, MountedSecrets.DATABASE_PASSWORD));
        }
        attachments.forEach(attachment -> env.addAll(attachment.settings()));
        return env;
    }

    private static ResourceRequirements resources(ReplicaCapacity capacity) {
        return new ResourceRequirementsBuilder()
                .addToRequests("cpu", capacity.cpuRequest())
                .addToRequests("memory", capacity.memoryRequest())
                .addToLimits("cpu", capacity.cpuLimit())
                .addToLimits("memory", capacity.memoryLimit())
                .build();
    }

    /** On the operations port: a saturated data port must not get the pod killed. */
    private static Probe probe(String path, ProbeTiming timing) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath(path)
                .withNewPort("ops")
                .withScheme("HTTP")
                .endHttpGet()
                .withPeriodSeconds(timing.period())
                .withTimeoutSeconds(timing.timeout())
                .withFailureThreshold(timing.failureThreshold())
                .withSuccessThreshold(1)
                .build();
    }

    private ProxyContainer() {}
}
