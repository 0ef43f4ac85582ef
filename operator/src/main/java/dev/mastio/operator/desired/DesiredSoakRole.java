package dev.mastio.operator.desired;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;

/**
 * What a soak run may do: find the replicas, and write its report. EndpointSlices have names that nobody can foretell, so they
 * can only be given by the namespace; pods it asks over their own operations port. The operator must hold these rights itself.
 */
public final class DesiredSoakRole {

    public static Role of(InstancePlan plan) {
        return new RoleBuilder()
                .withMetadata(plan.owned(plan.names().soak(), Labels.Component.SOAK))
                .withRules(replicas(), report(plan))
                .build();
    }

    private static PolicyRule replicas() {
        return new PolicyRuleBuilder()
                .withApiGroups("discovery.k8s.io")
                .withResources("endpointslices")
                .withVerbs("list")
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
