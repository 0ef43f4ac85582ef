package dev.mastio.operator.desired;

import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;

/** Gives the soak's pods their role. */
public final class DesiredSoakRoleBinding {

    public static RoleBinding of(InstancePlan plan) {
        String name = plan.names().soak();
        return new RoleBindingBuilder()
                .withMetadata(plan.owned(name, Labels.Component.SOAK))
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", name)
                .addNewSubject()
                .withKind("ServiceAccount")
                .withName(name)
                .withNamespace(plan.namespace())
                .endSubject()
                .build();
    }

    private DesiredSoakRoleBinding() {}
}
