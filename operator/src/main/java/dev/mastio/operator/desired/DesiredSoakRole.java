package dev.mastio.operator.desired;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;

/** What a soak run may do: find and watch over the replicas, and write its report. The operator must hold these rights itself. */
public final class DesiredSoakRole {

    public static Role of(InstancePlan plan) {
        return new RoleBuilder()
                .withMetadata(plan.owned(plan.names().soak(), Labels.Component.SOAK))
                .withRules(read("", "pods"), read("discovery.k8s.io", "endpointslices"), report(plan))
                .build();
    }

    private static PolicyRule read(String group, String resource) {
        return new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(resource)
                .withVerbs("get", "list")
                .build();
    }

    private static PolicyRule report(InstancePlan plan) {
        return new PolicyRuleBuilder()
                .withApiGroups("")
                .withResources("configmaps")
                .withResourceNames(plan.names().soakReport())
                .withVerbs("get", "patch")
                .build();
    }

    private DesiredSoakRole() {}
}
