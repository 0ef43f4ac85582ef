package dev.mastio.operator.instance.apply;

import static dev.mastio.operator.instance.apply.Annotations.with;

import dev.mastio.api.MastioInstance;
import dev.mastio.operator.desired.DesiredConfigMap;
import dev.mastio.operator.desired.DesiredDeployment;
import dev.mastio.operator.desired.DesiredNetworkPolicy;
import dev.mastio.operator.desired.DesiredPodDisruptionBudget;
import dev.mastio.operator.desired.DesiredReportConfigMap;
import dev.mastio.operator.desired.DesiredService;
import dev.mastio.operator.desired.DesiredServiceAccount;
import dev.mastio.operator.desired.DesiredSoakCronJob;
import dev.mastio.operator.desired.DesiredSoakRole;
import dev.mastio.operator.desired.DesiredSoakRoleBinding;
import dev.mastio.operator.desired.DesiredSoakServiceAccount;
import dev.mastio.operator.desired.DesiredVolumeClaim;
import dev.mastio.operator.desired.InstancePlan;
import dev.mastio.operator.desired.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Optional;
import java.util.function.Function;

/** One class a kind, because the SDK makes dependents from classes. */
public final class Dependents {

    private Dependents() {}

    /** Settings of the proxy, and the last good inputs. */
    public static final class Settings extends OwnedResource<ConfigMap> {
        public Settings() {
            super(
                    ConfigMap.class,
                    named(Names::config),
                    print -> Optional.of(
                            with(DesiredConfigMap.of(print.plan()), Annotations.LAST_GOOD, print.lastGood())));
        }
    }

    public static final class Account extends OwnedResource<ServiceAccount> {
        public Account() {
            super(ServiceAccount.class, named(Names::proxy), always(DesiredServiceAccount::of));
        }
    }

    public static final class DataPort extends OwnedResource<Service> {
        public DataPort() {
            super(Service.class, named(Names::proxy), always(DesiredService::of));
        }
    }

    public static final class Budget extends OwnedResource<PodDisruptionBudget> {
        public Budget() {
            super(PodDisruptionBudget.class, named(Names::proxy), print -> DesiredPodDisruptionBudget.of(print.plan()));
        }
    }

    public static final class Network extends OwnedResource<NetworkPolicy> {
        public Network() {
            super(NetworkPolicy.class, named(Names::proxy), print -> DesiredNetworkPolicy.of(print.plan()));
        }
    }

    /** The pods, the edition of the class that they follow, and how many were decided. */
    public static final class Proxies extends OwnedResource<Deployment> {
        public Proxies() {
            super(Deployment.class, named(Names::proxy), print -> Optional.of(annotated(print)));
        }

        private static Deployment annotated(Blueprint print) {
            Deployment desired =
                    with(DesiredDeployment.of(print.plan()), Annotations.CLASS_EDITION, print.classEdition());
            print.plan()
                    .replicas()
                    .ifPresent(decided -> with(desired, Annotations.DECIDED_REPLICAS, Integer.toString(decided)));
            return print.unavailableBefore()
                    ? with(desired, Annotations.UNAVAILABLE_BEFORE, print.classEdition())
                    : desired;
        }

        /** Pods that a policy refuses must not keep the ones that run from becoming as many as the load asks for. */
        @Override
        public Deployment update(
                Deployment actual, Deployment desired, MastioInstance instance, Context<MastioInstance> context) {
            UnchangedDeployment unchanged = new UnchangedDeployment(actual, context);
            InstancePlan plan = Blueprint.of(context).plan();
            if (Blueprint.of(context).podsHeld()) return unchanged.scale(plan).orElse(actual);
            // A write that comes late, from a process that was frozen or has lost its lead, must not undo a newer
            // number.
            desired.getMetadata().setResourceVersion(actual.getMetadata().getResourceVersion());
            try {
                return super.update(actual, desired, instance, context);
            } catch (KubernetesClientException refused) {
                if (UnchangedDeployment.isRefusal(refused)) scale(unchanged, plan, refused);
                throw refused;
            }
        }

        private static void scale(UnchangedDeployment unchanged, InstancePlan plan, KubernetesClientException refused) {
            try {
                unchanged.scale(plan);
            } catch (KubernetesClientException refusedAsWell) {
                refused.addSuppressed(refusedAsWell);
            }
        }
    }

    /** State and audit log. */
    public static final class Data extends KeptResource<PersistentVolumeClaim> {
        public Data() {
            super(PersistentVolumeClaim.class, named(Names::data), print -> DesiredVolumeClaim.of(print.plan()));
        }

        @Override
        protected PersistentVolumeClaim desired(MastioInstance instance, Context<MastioInstance> context) {
            PersistentVolumeClaim desired = super.desired(instance, context);
            getSecondaryResource(instance, context).ifPresent(actual -> adopt(desired, actual));
            return desired;
        }

        @Override
        void adopt(PersistentVolumeClaim desired, PersistentVolumeClaim actual) {
            Volumes.adopt(desired, actual);
        }
    }

    /** CA and certificate of instances that are given none. */
    public static final class Pki extends KeptResource<Secret> {
        public Pki() {
            super(Secret.class, named(Names::tls), Blueprint::tls);
        }
    }

    /** Org Root of new instances that are given none. */
    public static final class OrgRoot extends KeptResource<Secret> {
        public OrgRoot() {
            super(Secret.class, named(Names::orgRoot), Blueprint::orgRoot);
        }
    }

    /** Admin secret, and the keys for cookies and for the store. */
    public static final class Secrets extends KeptResource<Secret> {
        public Secrets() {
            super(Secret.class, named(Names::secrets), print -> Optional.of(print.secrets()));
        }
    }

    public static final class SoakKey extends OwnedResource<Secret> {
        public SoakKey() {
            super(Secret.class, named(Names::soak), print -> Optional.of(print.soakKey()));
        }
    }

    public static final class SoakSchedule extends OwnedResource<CronJob> {
        public SoakSchedule() {
            super(CronJob.class, named(Names::soak), print -> DesiredSoakCronJob.of(print.plan()));
        }
    }

    public static final class SoakAccount extends OwnedResource<ServiceAccount> {
        public SoakAccount() {
            super(ServiceAccount.class, named(Names::soak), withSoak(DesiredSoakServiceAccount::of));
        }
    }

    public static final class SoakRights extends OwnedResource<Role> {
        public SoakRights() {
            super(Role.class, named(Names::soak), withSoak(DesiredSoakRole::of));
        }
    }

    public static final class SoakBinding extends OwnedResource<RoleBinding> {
        public SoakBinding() {
            super(RoleBinding.class, named(Names::soak), withSoak(DesiredSoakRoleBinding::of));
        }
    }

    /** Reports are evidence: they stay when the soak is taken out of the spec, and go with the instance. */
    public static final class SoakReports extends KeptResource<ConfigMap> {
        public SoakReports() {
            super(ConfigMap.class, named(Names::soakReport), withSoak(DesiredReportConfigMap::of));
        }
    }

    private static Function<MastioInstance, String> named(Function<Names, String> name) {
        return instance -> name.apply(new Names(instance.getMetadata().getName()));
    }

    private static <R> Function<Blueprint, Optional<R>> always(Function<InstancePlan, R> builder) {
        return print -> Optional.of(builder.apply(print.plan()));
    }

    private static <R> Function<Blueprint, Optional<R>> withSoak(Function<InstancePlan, R> builder) {
        return print ->
                print.plan().spec().soak() == null ? Optional.empty() : Optional.of(builder.apply(print.plan()));
    }
}
