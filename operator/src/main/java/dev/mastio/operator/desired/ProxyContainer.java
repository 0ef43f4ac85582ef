package dev.mastio.operator.desired;

import dev.mastio.operator.capacity.ContainerResources;
import dev.mastio.operator.capacity.ProbeTiming;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import java.util.ArrayList;
import java.util.List;

/** The proxy: the only container of its pod, or the edge of an {@link OriginalContainer} beside it. */
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
                .withResources(PodShape.resources(resources(plan)))
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
        env.add(Env.jvm(
                plan.edge().isPresent()
                        ? plan.capacity().apart().edgeJvmFlags()
                        : plan.capacity().jvmFlags()));
        if (plan.edge().isEmpty() && plan.spec().storage().postgres() != null && !plan.onVolume()) {
            String secret = plan.spec().storage().postgres().secretName();
            env.add(Env.secret("MCP_PROXY_DATABASE_URL", secret, MountedSecrets.DATABASE_URL));
            env.add(Env.secret("MASTIO_DATABASE_USERNAME", secret, MountedSecrets.DATABASE_USERNAME));
            env.add(Env.secret("MASTIO_DATABASE_PASSWORD", secret, MountedSecrets.DATABASE_PASSWORD));
        }
        attachments.forEach(attachment -> env.addAll(attachment.settings()));
        return env;
    }

    private static ContainerResources resources(InstancePlan plan) {
        return plan.edge().isPresent()
                ? plan.capacity().apart().edge()
                : plan.capacity().together();
    }

    /** On the operations port: a saturated data port must not get the pod killed. */
    private static Probe probe(String path, ProbeTiming timing) {
        return PodShape.probe(path, new IntOrString("ops"), timing);
    }

    private ProxyContainer() {}
}
