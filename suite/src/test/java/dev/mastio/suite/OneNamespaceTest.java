package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceStatus;
import dev.mastio.api.MastioInstanceStatus.Verdict;
import dev.mastio.api.Soak;
import dev.mastio.api.Soak.History;
import dev.mastio.api.Soak.Thresholds;
import dev.mastio.suite.audit.AuditLog;
import dev.mastio.suite.audit.Request;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The overlay for an operator that may touch its own namespace only. */
class OneNamespaceTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path MANIFESTS = ROOT.resolve("manifests");
    private static final List<String> OF_THE_CLUSTER = List.of("Namespace", "ClusterRole", "ClusterRoleBinding");

    /** Ends with a verdict; whether it is a good one is not what it is for. */
    private static final Soak BRIEF =
            new Soak("0 3 * * *", "Etc/UTC", 10, 1, 5, 2, 20, new Thresholds(250, 1.0, 10.0), false, new History(3, 3));

    private static String kubectl = "kubectl";

    @TempDir
    private Path folder;

    @BeforeAll
    static void kubectlIsThere() throws Exception {
        kubectl = UsersKubectl.find();
    }

    @Test
    void allThatItMayDoBeyondItsNamespaceIsReadHardwareClasses() throws Exception {
        OneNamespaceOperator shipped = OneNamespaceOperator.asShipped(kubectl, MANIFESTS);

        GenericKubernetesResource role = shipped.only("ClusterRole");
        GenericKubernetesResource binding = shipped.only("ClusterRoleBinding");

        assertThat(role.<List<Map<String, Object>>>get("rules"))
                .containsExactly(Map.of(
                        "apiGroups", List.of("mastio.dev"),
                        "resources", List.of("mastiohardwareclasses"),
                        "verbs", List.of("list", "watch")));
        assertThat(binding.<Map<String, Object>>get("roleRef"))
                .containsEntry("name", role.getMetadata().getName());
        assertThat(binding.<List<Map<String, Object>>>get("subjects"))
                .containsExactly(
                        Map.of("kind", "ServiceAccount", "name", "mastio-operator", "namespace", "mastio-system"));
        assertThat(shipped.objects())
                .filteredOn(object -> !OF_THE_CLUSTER.contains(object.getKind()))
                .hasSizeGreaterThan(8)
                .allSatisfy(object -> assertThat(object.getMetadata().getNamespace())
                        .as(object.getKind())
                        .isEqualTo("mastio-system"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"watched", "dependent"})
    void withinItItMayDoWhatTheOneForTheWholeClusterMay(String part) throws Exception {
        OneNamespaceOperator shipped = OneNamespaceOperator.asShipped(kubectl, MANIFESTS);
        Object granted = Manifests.read(MANIFESTS.resolve("operator/clusterrole-%s.yaml".formatted(part)))
                .getFirst()
                .get("rules");

        assertThat(shipped.ofKind("Role"))
                .filteredOn(role -> role.getMetadata().getName().equals("mastio-operator-" + part))
                .singleElement()
                .satisfies(role -> assertThat(role.<Object>get("rules")).isEqualTo(granted));
        assertThat(shipped.ofKind("RoleBinding"))
                .filteredOn(binding -> binding.getMetadata().getName().equals("mastio-operator-" + part))
                .singleElement()
                .satisfies(binding -> assertThat(binding.<Map<String, Object>>get("roleRef"))
                        .containsEntry("kind", "Role")
                        .containsEntry("name", "mastio-operator-" + part));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MASTIO_OPERATOR_WATCH_NAMESPACES", "MASTIO_OPERATOR_LEASE_NAMESPACE"})
    void itsSettingsNameTheNamespaceThatItRunsIn(String setting) throws Exception {
        OneNamespaceOperator shipped = OneNamespaceOperator.asShipped(kubectl, MANIFESTS);

        List<Map<String, Object>> env =
                shipped.only("Deployment").get("spec", "template", "spec", "containers", 0, "env");

        assertThat(env)
                .filteredOn(variable -> setting.equals(variable.get("name")))
                .singleElement()
                .satisfies(variable -> assertThat(variable.get("valueFrom"))
                        .isEqualTo(Map.of("fieldRef", Map.of("apiVersion", "v1", "fieldPath", "metadata.namespace"))));
        assertThat(Files.readString(ROOT.resolve("docs/reference/operator-config.md")))
                .contains("`" + setting + "`");
    }

    @Test
    void twoOfThemServeEachItsOwnNamespaceAndNoOther() throws Exception {
        Backend backend = Backend.fromProperties();
        assumeTrue(backend != Backend.current, "starts a cluster of its own");
        Distribution distribution = Distribution.fromProperties().withState(folder);
        try (Cluster cluster = backend.start(distribution);
                KubernetesClient client = cluster.client()) {
            Manifests.applyFolder(client, MANIFESTS.resolve("crds"));
            Manifests.applyFolder(client, MANIFESTS.resolve("classes"));
            for (String namespace : List.of("team-a", "team-b", "nobodys")) create(client, namespace);
            for (String namespace : List.of("team-a", "team-b"))
                OneNamespaceOperator.in(namespace, kubectl, MANIFESTS).createIn(client);

            for (String namespace : List.of("team-a", "team-b")) {
                await("Ready in " + namespace)
                        .atMost(TestNamespace.PATIENCE.multipliedBy(2))
                        .until(() -> Instances.isReady(client, namespace, "demo"));
            }
            assertThat(Instances.named(client, "nobodys", "demo").require().getStatus())
                    .isNull();
            soak(client, "team-a");
            delete(client, "team-a");
            if (cluster instanceof RealCluster real) {
                List<Request> asked =
                        AuditLog.madeBy(real.auditLog(), "system:serviceaccount:team-[ab]:mastio-operator");
                assertThat(asked).isNotEmpty().noneMatch(Request::isRefused);
            }
        }
    }

    private static void create(KubernetesClient client, String namespace) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        MastioInstance instance = new MastioInstance();
        instance.setMetadata(new ObjectMetaBuilder()
                .withName("demo")
                .withNamespace(namespace)
                .build());
        instance.setSpec(TestNamespace.withSoak("laptop", BRIEF, null));
        client.resource(instance).create();
    }

    /** Its Job asks for the replicas, by rights that the operator could only hand on. */
    private static void soak(KubernetesClient client, String namespace) {
        Instances.runSoak(client, namespace, "demo", "now");
        Verdict verdict = await("a verdict in " + namespace)
                .atMost(TestNamespace.PATIENCE.multipliedBy(2))
                .until(
                        () -> Instances.status(client, namespace, "demo")
                                .map(MastioInstanceStatus::soak)
                                .filter(soak -> !soak.runs().isEmpty()),
                        Optional::isPresent)
                .orElseThrow()
                .runs()
                .getFirst()
                .verdict();
        assertThat(verdict).isIn(Verdict.Passed, Verdict.Failed);
    }

    private static void delete(KubernetesClient client, String namespace) {
        Instances.named(client, namespace, "demo").delete();
        await("nothing runs in %s but the operator".formatted(namespace))
                .atMost(TestNamespace.PATIENCE)
                .until(() -> client.apps()
                                .deployments()
                                .inNamespace(namespace)
                                .list()
                                .getItems()
                                .size()
                        == 1);
    }
}
