package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.api.Autoscaling;
import dev.mastio.api.Autoscaling.Mode;
import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.api.Soak;
import dev.mastio.api.Soak.History;
import dev.mastio.api.Soak.Thresholds;
import dev.mastio.api.Storage;
import dev.mastio.api.Storage.OnDelete;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the operator makes for an instance, when somebody takes it for his own or has no more use for it. */
@ExtendWith(ClusterExtension.class)
class DependentsTest {

    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    private record Kind(String apiVersion, String name) {}

    private static final Kind CONFIG_MAP = new Kind("v1", "ConfigMap");
    private static final Kind SERVICE_ACCOUNT = new Kind("v1", "ServiceAccount");
    private static final Kind CRON_JOB = new Kind("batch/v1", "CronJob");
    private static final Kind ROLE = new Kind("rbac.authorization.k8s.io/v1", "Role");
    private static final Kind ROLE_BINDING = new Kind("rbac.authorization.k8s.io/v1", "RoleBinding");
    private static final Kind BUDGET = new Kind("policy/v1", "PodDisruptionBudget");

    private static final Kind POLICY = new Kind("networking.k8s.io/v1", "NetworkPolicy");

    /** Of an instance on SQLite with a soak. */
    private static final List<Kind> OF_ONE_WITH_SOAK = List.of(
            CONFIG_MAP,
            SERVICE_ACCOUNT,
            new Kind("v1", "Service"),
            new Kind("v1", "Secret"),
            new Kind("v1", "PersistentVolumeClaim"),
            new Kind("apps/v1", "Deployment"),
            POLICY,
            CRON_JOB,
            ROLE,
            ROLE_BINDING);

    private static final Soak NIGHTLY = new Soak(
            "0 3 * * *", "Etc/UTC", 45, 10, 10, 8, 60, new Thresholds(250, 1.0, 10.0), false, new History(3, 3));

    @Test
    void whatLostTheLabelThatItIsKnownByIsTakenBack(TestNamespace namespace) {
        Storage goingWithIt = new Storage(Storage.Type.SQLITE, Storage.SQLITE.sqlite(), null, OnDelete.Delete);
        namespace.create("single", TestNamespace.spec("laptop", goingWithIt, Autoscaling.DEFAULT, NIGHTLY, null));
        namespace.awaitReady("single");

        for (Kind kind : OF_ONE_WITH_SOAK) {
            assertThat(of(namespace, "single", kind)).as(kind.name()).isNotEmpty();
            takeLabelFrom(namespace, "single", kind);
        }

        for (Kind kind : OF_ONE_WITH_SOAK) awaitLabels(namespace, "single", kind);
    }

    @Test
    void theBudgetOfSeveralReplicasIsTakenBackAndGoesWithThem(TestNamespace namespace) throws Exception {
        namespace.applyManifest("postgres.yaml");
        namespace.create(
                "several", TestNamespace.onPostgres("laptop", new Autoscaling(Mode.Off, 1, 3, 80, 60, 5, 20, 5, 5)));
        namespace.instance("several").scale(2);
        await("a budget")
                .atMost(TestNamespace.PATIENCE)
                .until(() -> !of(namespace, "several", BUDGET).isEmpty());

        takeLabelFrom(namespace, "several", BUDGET);
        awaitLabels(namespace, "several", BUDGET);
        namespace.instance("several").scale(1);

        await("no budget")
                .atMost(TestNamespace.PATIENCE)
                .until(() -> of(namespace, "several", BUDGET).isEmpty());
    }

    @Test
    void aSoakThatIsTakenOutOfTheSpecLeavesItsReportsOnly(TestNamespace namespace) {
        namespace.create("trimmed", TestNamespace.withSoak("laptop", NIGHTLY, null));
        List<Kind> ofTheSoak = List.of(CONFIG_MAP, SERVICE_ACCOUNT, CRON_JOB, ROLE, ROLE_BINDING);
        for (Kind kind : ofTheSoak) {
            await("soak's " + kind.name())
                    .atMost(TestNamespace.PATIENCE)
                    .until(() -> !ofSoak(namespace, "trimmed", kind).isEmpty());
        }

        namespace.instance("trimmed").patch(MERGE, "{\"spec\":{\"soak\":null}}");

        await("reports only")
                .atMost(TestNamespace.PATIENCE)
                .untilAsserted(() -> assertThat(ofTheSoak)
                        .filteredOn(kind -> !ofSoak(namespace, "trimmed", kind).isEmpty())
                        .containsExactly(CONFIG_MAP));
    }

    @Test
    void aNetworkPolicyThatIsNotWantedGoesAndComesBack(TestNamespace namespace) {
        namespace.create("open", MastioInstanceSpec.of("laptop"));
        await("a policy")
                .atMost(TestNamespace.PATIENCE)
                .until(() -> !of(namespace, "open", POLICY).isEmpty());

        namespace.instance("open").patch(MERGE, "{\"spec\":{\"networkPolicy\":\"None\"}}");
        await("no policy")
                .atMost(TestNamespace.PATIENCE)
                .until(() -> of(namespace, "open", POLICY).isEmpty());
        namespace.instance("open").patch(MERGE, "{\"spec\":{\"networkPolicy\":\"Managed\"}}");

        await("the policy again")
                .atMost(TestNamespace.PATIENCE)
                .until(() -> !of(namespace, "open", POLICY).isEmpty());
    }

    private static List<GenericKubernetesResource> ofSoak(TestNamespace namespace, String instance, Kind kind) {
        return of(namespace, instance, kind).stream()
                .filter(object -> "soak".equals(object.getMetadata().getLabels().get("app.kubernetes.io/component")))
                .toList();
    }

    private static List<GenericKubernetesResource> of(TestNamespace namespace, String instance, Kind kind) {
        return namespace
                .client()
                .genericKubernetesResources(kind.apiVersion(), kind.name())
                .inNamespace(namespace.name())
                .withLabel("app.kubernetes.io/instance", instance)
                .list()
                .getItems();
    }

    private static void takeLabelFrom(TestNamespace namespace, String instance, Kind kind) {
        for (GenericKubernetesResource object : of(namespace, instance, kind)) {
            namespace
                    .client()
                    .resource(object)
                    .patch(MERGE, "{\"metadata\":{\"labels\":{\"%s\":null}}}".formatted(MANAGED_BY));
        }
    }

    private static void awaitLabels(TestNamespace namespace, String instance, Kind kind) {
        await("its label is back on each " + kind.name())
                .atMost(TestNamespace.PATIENCE)
                .untilAsserted(() -> assertThat(of(namespace, instance, kind))
                        .extracting(object -> object.getMetadata().getLabels())
                        .isNotEmpty()
                        .allSatisfy(labels ->
                                assertThat(labels).containsAllEntriesOf(Map.of(MANAGED_BY, "mastio-operator"))));
    }
}
