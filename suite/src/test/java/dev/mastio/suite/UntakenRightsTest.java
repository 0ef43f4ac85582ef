package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.suite.audit.Request;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rights of the operator that no request is counted for: whoever lacks one of them, and no other, is refused what the operator does. */
@ExtendWith(ClusterExtension.class)
@Unserved
class UntakenRightsTest {

    private static final Path PAGE = Path.of("../docs/security/rbac.md");
    private static final Pattern UNTAKEN = Pattern.compile("(?m)^- `ClusterRole mastio-operator-dependent: (.+)`: ");

    private static final String FINALIZERS = "update mastioinstances.mastio.dev/finalizers";
    private static final String SECRETS = "delete secrets";
    private static final String CLAIMS = "delete persistentvolumeclaims";
    private static final String SLICES = "list endpointslices.discovery.k8s.io";

    private static final String DISOWNED = "{\"metadata\": {\"ownerReferences\": []}}";
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    /** The API server takes a moment to notice new roles. */
    private static final Duration NOTICED = Duration.ofSeconds(30);

    @Test
    void whoMayNotFinalizeInstancesMakesNothingThatTheyOwn(TestNamespace namespace) {
        namespace.node();
        String owned = owned(namespace, "ConfigMap", "");

        assertNeeded(FINALIZERS, namespace, "can't set finalizers on", operator -> create(operator, owned));
    }

    @Test
    void whoMayNotDeleteSecretsLeavesThemTheirOwners(TestNamespace namespace) {
        namespace.node();
        assertOwnersStay(SECRETS, namespace, "Secret", "");
    }

    @Test
    void whoMayNotDeleteVolumesLeavesThemTheirOwners(TestNamespace namespace) {
        namespace.node();
        assertOwnersStay(
                CLAIMS,
                namespace,
                "PersistentVolumeClaim",
                "spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}");
    }

    @Test
    void whoMayNotListReplicasLetsNoSoakListThem(TestNamespace namespace) {
        namespace.node();
        String role = """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: soak, namespace: %s}
                rules: [{apiGroups: [discovery.k8s.io], resources: [endpointslices], verbs: [list]}]
                """.formatted(namespace.name());

        assertNeeded(SLICES, namespace, "permissions not currently held", operator -> create(operator, role));
    }

    @Test
    void theseAreAllThatNoRequestTakes() throws Exception {
        assertThat(UNTAKEN.matcher(Files.readString(PAGE)).results())
                .extracting(right -> right.group(1))
                .containsExactlyInAnyOrder(FINALIZERS, SECRETS, CLAIMS, SLICES);
    }

    private static void assertOwnersStay(String right, TestNamespace namespace, String kind, String spec) {
        create(namespace.client(), owned(namespace, kind, spec));

        assertNeeded(
                right,
                namespace,
                "can't delete",
                operator -> operator.genericKubernetesResources("v1", kind)
                        .inNamespace(namespace.name())
                        .withName("owned")
                        .patch(MERGE, DISOWNED));
    }

    /** Refused, for that reason, with all rights but one; done with all of them. */
    private static void assertNeeded(
            String right, TestNamespace namespace, String refusal, Consumer<KubernetesClient> deed) {
        List<PolicyRule> shipped = oneByOne(namespace
                .client()
                .rbac()
                .clusterRoles()
                .withName("mastio-operator-dependent")
                .require()
                .getRules());
        List<PolicyRule> others =
                shipped.stream().filter(rule -> !nameOf(rule).equals(right)).toList();
        assertThat(others).as("all but one").hasSize(shipped.size() - 1);

        try (KubernetesClient lacking = account(namespace, "lacking", others);
                KubernetesClient entitled = account(namespace, "entitled", shipped)) {
            await(right)
                    .atMost(NOTICED)
                    .untilAsserted(() -> assertThatThrownBy(() -> deed.accept(lacking))
                            .isInstanceOfSatisfying(
                                    KubernetesClientException.class,
                                    e -> assertThat(e.getCode()).isEqualTo(403))
                            .hasMessageContaining(refusal));
            await("with all rights")
                    .atMost(NOTICED)
                    .ignoreException(KubernetesClientException.class)
                    .untilAsserted(() -> deed.accept(entitled));
        }
    }

    /** A client that asks as an account of that name with these rights in the namespace. */
    private static KubernetesClient account(TestNamespace namespace, String name, List<PolicyRule> rules) {
        KubernetesClient administrator = namespace.client();
        administrator
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace.name())
                        .endMetadata()
                        .build())
                .create();
        administrator
                .resource(new RoleBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace.name())
                        .endMetadata()
                        .withRules(rules)
                        .build())
                .create();
        administrator
                .resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace.name())
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", name)
                        .addNewSubject("", "ServiceAccount", name, namespace.name())
                        .build())
                .create();
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(administrator.getConfiguration())
                        .withImpersonateUsername("system:serviceaccount:%s:%s".formatted(namespace.name(), name))
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    private static List<PolicyRule> oneByOne(List<PolicyRule> rules) {
        List<PolicyRule> single = new ArrayList<>();
        for (PolicyRule rule : rules)
            for (String group : rule.getApiGroups())
                for (String resource : rule.getResources())
                    for (String verb : rule.getVerbs())
                        single.add(new PolicyRuleBuilder()
                                .withApiGroups(group)
                                .withResources(resource)
                                .withVerbs(verb)
                                .build());
        return single;
    }

    private static String nameOf(PolicyRule single) {
        return "%s %s"
                .formatted(
                        single.getVerbs().getFirst(),
                        Request.resource(
                                single.getApiGroups().getFirst(),
                                single.getResources().getFirst()));
    }

    /** An object "owned", whose owner is an instance that the operator can make nothing for. */
    private static String owned(TestNamespace namespace, String kind, String spec) {
        MastioInstance owner = namespace.create("owner", MastioInstanceSpec.of("nowhere"));
        return """
                apiVersion: v1
                kind: %s
                metadata:
                  name: owned
                  namespace: %s
                  ownerReferences:
                  - {apiVersion: %s, kind: %s, name: owner, uid: %s, controller: true, blockOwnerDeletion: true}
                %s
                """.formatted(
                        kind,
                        namespace.name(),
                        owner.getApiVersion(),
                        owner.getKind(),
                        owner.getMetadata().getUid(),
                        spec);
    }

    private static void create(KubernetesClient client, String yaml) {
        client.resource(yaml).create();
    }
}
