package dev.mastio.operator.desired;

import dev.mastio.api.Soak;
import dev.mastio.operator.capacity.CanonicalQuantity;
import dev.mastio.operator.capacity.JvmFlags;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pod of one soak run: the load program, told what to do by its environment. */
final class SoakPod {

    /** Requests are small so that a run finds a place; the limits are what the load program needs at full rate. */
    private static final long REQUEST_MILLICORES = 100;

    private static final long REQUEST_MIB = 128;
    private static final long LIMIT_MILLICORES = 2000;
    private static final long LIMIT_MIB = 512;

    /** Named in a setting too: a node may show the file elsewhere and then rewrites the setting. */
    private static final String LAST_WORDS = "/dev/termination-log";

    static PodTemplateSpec of(InstancePlan plan, Soak soak) {
        List<Attachment> attachments = attachments(plan);
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(Labels.of(plan.name(), Labels.Component.SOAK, plan.version()))
                .endMetadata()
                .withSpec(PodShape.of(plan.spec().pod())
                        .withServiceAccountName(plan.names().soak())
                        .withAutomountServiceAccountToken(true)
                        .withRestartPolicy("Never")
                        .withContainers(container(plan, soak, attachments))
                        .withVolumes(
                                attachments.stream().map(Attachment::volume).toList())
                        .build())
                .build();
    }

    private static List<Attachment> attachments(InstancePlan plan) {
        List<Attachment> attachments = new ArrayList<>();
        attachments.add(Attachment.soakKey(plan.names().soak()));
        certificateAuthority(plan).ifPresent(attachments::add);
        attachments.add(Attachment.temporary());
        return attachments;
    }

    private static Optional<Attachment> certificateAuthority(InstancePlan plan) {
        if (plan.tlsSecret().isEmpty()) {
            return plan.orgRootSecret()
                    .map(secret -> Attachment.certificateAuthority(secret, OrgRootEntries.CERTIFICATE));
        }
        // A user's own certificate may come from a public CA; then the run trusts what the JVM trusts.
        return plan.tlsSecret()
                .filter(secret -> plan.secret(secret).keys().contains(MountedSecrets.CA_CERTIFICATE))
                .map(secret -> Attachment.certificateAuthority(secret, MountedSecrets.CA_CERTIFICATE));
    }

    private static Container container(InstancePlan plan, Soak soak, List<Attachment> attachments) {
        return new ContainerBuilder()
                .withName("soak")
                .withImage(plan.images().soak())
                .withImagePullPolicy(plan.spec().pod().imagePullPolicy().name())
                .withArgs("soak")
                .withEnv(env(plan, soak, attachments))
                .withNewResources()
                .addToRequests("cpu", CanonicalQuantity.cores(REQUEST_MILLICORES))
                .addToRequests("memory", CanonicalQuantity.mebibytes(REQUEST_MIB))
                .addToLimits("cpu", CanonicalQuantity.cores(LIMIT_MILLICORES))
                .addToLimits("memory", CanonicalQuantity.mebibytes(LIMIT_MIB))
                .endResources()
                .withTerminationMessagePath(LAST_WORDS)
                .withTerminationMessagePolicy("File")
                .withVolumeMounts(attachments.stream().map(Attachment::mount).toList())
                .withSecurityContext(PodShape.container())
                .build();
    }

    private static List<EnvVar> env(InstancePlan plan, Soak soak, List<Attachment> attachments) {
        List<EnvVar> env = new ArrayList<>();
        env.add(Env.field("MASTIO_SOAK_RUN", "metadata.labels['batch.kubernetes.io/job-name']"));
        env.add(Env.value("MASTIO_SOAK_TARGET", plan.url()));
        env.add(Env.value("MASTIO_SOAK_NAMESPACE", plan.namespace()));
        env.add(Env.value("MASTIO_SOAK_SERVICE", plan.names().proxy()));
        env.add(Env.value("MASTIO_SOAK_REPORT_CONFIGMAP", plan.names().soakReport()));
        env.add(Env.value("MASTIO_SOAK_DURATION_SECONDS", soak.durationSeconds()));
        env.add(Env.value("MASTIO_SOAK_WARM_UP_SECONDS", soak.warmUpSeconds()));
        env.add(Env.value("MASTIO_SOAK_IDLE_SECONDS", soak.idleSeconds()));
        env.add(Env.value("MASTIO_SOAK_VIRTUAL_USERS", soak.virtualUsers()));
        if (soak.maxRate() != null) env.add(Env.value("MASTIO_SOAK_MAX_RATE", soak.maxRate()));
        env.add(Env.value("MASTIO_SOAK_EFFECTIVE_FLOOR", plan.capacity().floor().effectiveRequestsPerSecond()));
        env.add(Env.value("MASTIO_SOAK_P95_MILLIS", soak.thresholds().p95Millis()));
        env.add(Env.value("MASTIO_SOAK_ERROR_PERCENT", plain(soak.thresholds().errorPercent())));
        env.add(Env.value("MASTIO_SOAK_DRIFT_PERCENT", plain(soak.thresholds().driftPercent())));
        env.add(Env.value("MASTIO_TERMINATION_LOG", LAST_WORDS));
        env.add(Env.jvm(JvmFlags.of(LIMIT_MILLICORES, LIMIT_MIB)));
        attachments.forEach(attachment -> env.addAll(attachment.settings()));
        return env;
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private SoakPod() {}
}
