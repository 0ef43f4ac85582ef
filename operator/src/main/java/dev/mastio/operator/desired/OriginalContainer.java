package dev.mastio.operator.desired;

import dev.mastio.api.Edge;
import dev.mastio.api.PodOverrides.Setting;
import dev.mastio.operator.capacity.ProbeTiming;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import java.util.ArrayList;
import java.util.List;

/** An original Mastio beside the proxy, which is its edge. Only the proxy reaches it: it listens on the pod's loopback address. */
final class OriginalContainer {

    /** It ends later than the edge accepts: what came in the last moment must still be answered. */
    private static final long ENDS_AFTER_SECONDS = ProxySettings.ACCEPT_SECONDS + 2L;

    static List<Attachment> attachments(InstancePlan plan) {
        List<Attachment> attachments = new ArrayList<>();
        attachments.add(Attachment.organisation(false));
        if (plan.spec().licenseSecretName() != null)
            attachments.add(Attachment.license(plan.spec().licenseSecretName()));
        if (plan.onVolume())
            attachments.add(Attachment.originalsData(plan.names().data()));
        attachments.add(Attachment.originalsTemporary());
        return attachments;
    }

    static Container of(InstancePlan plan, Edge edge, List<Attachment> attachments) {
        ContainerBuilder container = new ContainerBuilder()
                .withName("original")
                .withImage(edge.upstream())
                .withImagePullPolicy(plan.spec().pod().imagePullPolicy().name())
                .withEnv(env(plan, edge, attachments))
                .withResources(PodShape.resources(plan.capacity().apart().application()))
                .withStartupProbe(probe(ProbeTiming.STARTUP))
                .withLivenessProbe(probe(ProbeTiming.LIVENESS))
                .withNewLifecycle()
                .withNewPreStop()
                .withNewSleep(ENDS_AFTER_SECONDS)
                .endPreStop()
                .endLifecycle()
                .withVolumeMounts(attachments.stream().map(Attachment::mount).toList())
                .withSecurityContext(PodShape.container());
        if (edge.secretName() != null) {
            container.addNewEnvFrom().withNewSecretRef(edge.secretName(), null).endEnvFrom();
        }
        return container.build();
    }

    private static List<EnvVar> env(InstancePlan plan, Edge edge, List<Attachment> attachments) {
        List<EnvVar> env = new ArrayList<>();
        OriginalSettings.of(plan, edge).forEach((name, value) -> env.add(Env.value(name, value)));
        String secrets = plan.names().secrets();
        env.add(Env.secret("MCP_PROXY_ADMIN_SECRET", secrets, MountedSecrets.ADMIN_SECRET));
        env.add(Env.secret("MCP_PROXY_DASHBOARD_SIGNING_KEY", secrets, MountedSecrets.DASHBOARD_SIGNING_KEY));
        env.add(Env.secret("MCP_PROXY_DB_ENCRYPTION_KEY", secrets, MountedSecrets.DB_ENCRYPTION_KEY));
        if (plan.spec().storage().postgres() != null && !plan.onVolume()) {
            env.add(Env.secret(
                    "MCP_PROXY_DATABASE_URL",
                    plan.spec().storage().postgres().secretName(),
                    MountedSecrets.DATABASE_URL));
        }
        attachments.forEach(attachment -> env.addAll(attachment.settings()));
        for (Setting setting : edge.settings()) {
            if (!OriginalSettings.RESERVED.contains(setting.name()))
                env.add(Env.value(setting.name(), setting.value()));
        }
        return env;
    }

    /** By way of the edge: the kubelet does not reach a loopback address. Whether requests may come is the edge's to say. */
    private static Probe probe(ProbeTiming timing) {
        return PodShape.probe("/upstream", new IntOrString(InstancePlan.OPS_PORT), timing);
    }

    private OriginalContainer() {}
}
