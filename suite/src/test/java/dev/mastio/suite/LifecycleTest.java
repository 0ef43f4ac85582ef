package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mastio.api.Api;
import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.api.MastioInstanceStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** From creation to deletion, with a real proxy process behind each instance. */
@ExtendWith(ClusterExtension.class)
class LifecycleTest {

    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    @Test
    @ResourceLock(value = "operator", mode = ResourceAccessMode.READ)
    void theSmallestInstanceBecomesReadyAndAnswersWhoTrustsItsOrganisation(TestNamespace namespace) throws Exception {
        TlsProbe client = TlsProbe.ofOrganisation(namespace, "smallest");
        namespace.create("smallest", MastioInstanceSpec.of("laptop"));

        namespace.awaitReady("smallest");

        MastioInstanceStatus status = Instances.status(namespace.client(), namespace.name(), "smallest")
                .orElseThrow();
        assertThat(status.replicas()).isEqualTo(1);
        assertThat(status.selector()).contains("app.kubernetes.io/instance=smallest");
        // Whoever balances the Service learns of the ready pod at about the same time as the operator, not before.
        await().atMost(Duration.ofSeconds(10))
                .ignoreException(ConnectException.class)
                .untilAsserted(() -> assertThat(client.get("/health")).contains("\"status\":\"ok\""));
        assertThat(client.get("/pki/ca.crt"))
                .as("root first, then what it signed")
                .startsWith(entry(namespace, "smallest-pki", "org-ca.crt"))
                .hasSizeGreaterThan(
                        entry(namespace, "smallest-pki", "org-ca.crt").length());
        for (String name : List.of("smallest", "localhost", "smallest." + namespace.name() + ".svc.cluster.local")) {
            assertThat(client.getAs(name, "/health")).as(name).contains("ok");
        }
        assertThatThrownBy(() -> client.getAs("other." + namespace.name() + ".svc", "/health"))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void limitsAreThoseThatTheClassComputes(TestNamespace namespace) {
        namespace.create("sized", MastioInstanceSpec.of("server-8"));

        await().atMost(TestNamespace.PATIENCE)
                .until(() -> namespace
                                .client()
                                .apps()
                                .deployments()
                                .inNamespace(namespace.name())
                                .withName("sized")
                                .get()
                        != null);

        ResourceRequirements resources = namespace
                .client()
                .apps()
                .deployments()
                .inNamespace(namespace.name())
                .withName("sized")
                .require()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getResources();
        assertThat(resources.getLimits())
                .containsEntry("cpu", new Quantity("6"))
                .containsEntry("memory", new Quantity("2304Mi"));
        assertThat(resources.getRequests())
                .containsEntry("cpu", new Quantity("750m"))
                .containsEntry("memory", new Quantity("288Mi"));
    }

    @Test
    @ResourceLock(value = "operator", mode = ResourceAccessMode.READ)
    void deletionKeepsWhatRetainSaysAndTheNextInstanceOfThatNameAdoptsIt(TestNamespace namespace) {
        namespace.create("kept", MastioInstanceSpec.of("laptop"));
        namespace.awaitReady("kept");
        String root = entry(namespace, "kept-pki", "org-ca.crt");

        namespace.instance("kept").delete();

        await("only the kept objects are left")
                .atMost(TestNamespace.PATIENCE)
                .untilAsserted(() -> assertThat(ownedObjects(namespace, "kept").keySet())
                        .containsExactlyInAnyOrder(
                                "PersistentVolumeClaim/kept-data", "Secret/kept-pki", "Secret/kept-secrets"));
        await("an Event names what was kept")
                .atMost(TestNamespace.PATIENCE)
                .untilAsserted(() -> assertThat(eventsOf(namespace, "kept"))
                        .anySatisfy(event ->
                                assertThat(event.getMessage()).contains("kept-data", "kept-pki", "kept-secrets")));
        namespace.create("kept", MastioInstanceSpec.of("laptop"));
        namespace.awaitReady("kept");
        assertThat(entry(namespace, "kept-pki", "org-ca.crt")).isEqualTo(root);

        namespace.instance("kept").patch(MERGE, "{\"spec\":{\"storage\":{\"onDelete\":\"Delete\"}}}");
        await("all of it has an owner")
                .atMost(TestNamespace.PATIENCE)
                .until(() -> keptObjects(namespace, "kept")
                        .noneMatch(object ->
                                object.getMetadata().getOwnerReferences().isEmpty()));
        namespace.instance("kept").delete();

        await("nothing is left")
                .atMost(TestNamespace.PATIENCE)
                .until(() -> ownedObjects(namespace, "kept").isEmpty());
    }

    private static Stream<HasMetadata> keptObjects(TestNamespace namespace, String instance) {
        return Stream.concat(
                namespace
                        .client()
                        .secrets()
                        .inNamespace(namespace.name())
                        .withLabel("app.kubernetes.io/instance", instance)
                        .list()
                        .getItems()
                        .stream(),
                namespace
                        .client()
                        .persistentVolumeClaims()
                        .inNamespace(namespace.name())
                        .withLabel("app.kubernetes.io/instance", instance)
                        .list()
                        .getItems()
                        .stream());
    }

    private static Secret secret(TestNamespace namespace, String name) {
        return namespace
                .client()
                .secrets()
                .inNamespace(namespace.name())
                .withName(name)
                .require();
    }

    private static String entry(TestNamespace namespace, String secret, String name) {
        String encoded = secret(namespace, secret).getData().get(name);
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII);
    }

    @Test
    void aMissingClassKeepsTheLastGoodWorkload(TestNamespace namespace) {
        namespace.create("steady", MastioInstanceSpec.of("laptop"));
        namespace.awaitReady("steady");
        Map<String, String> before = ownedObjects(namespace, "steady");

        namespace.instance("steady").patch(MERGE, "{\"spec\":{\"hardwareClass\":\"no-such-class\"}}");

        assertThat(namespace
                        .awaitCondition("steady", "Ready", "False", "DependencyMissing")
                        .getMessage())
                .contains("no-such-class");
        assertThat(namespace.proxyPods("steady")).hasSize(1);
        assertThat(ownedObjects(namespace, "steady")).isEqualTo(before);
    }

    @Test
    void aPausedInstanceIsReportedAndNotTouched(TestNamespace namespace) {
        namespace.create("paused", MastioInstanceSpec.of("laptop"));
        namespace.awaitReady("paused");
        namespace
                .instance("paused")
                .patch(MERGE, "{\"metadata\":{\"annotations\":{\"%s\":\"true\"}}}".formatted(Api.PAUSE));
        namespace.awaitCondition("paused", "ReconciliationPaused", "True", "PausedByAnnotation");
        Map<String, String> before = ownedObjects(namespace, "paused");

        namespace.instance("paused").patch(MERGE, "{\"spec\":{\"pod\":{\"labels\":{\"team\":\"blue\"}}}}");

        await().during(Duration.ofSeconds(3))
                .atMost(TestNamespace.PATIENCE)
                .until(() -> ownedObjects(namespace, "paused").equals(before));
    }

    @Test
    void aSettledInstanceCausesNoWrites(TestNamespace namespace) {
        namespace.create("settled", MastioInstanceSpec.of("laptop"));
        namespace.awaitReady("settled");
        await("versions stand still")
                .atMost(TestNamespace.PATIENCE)
                .during(Duration.ofSeconds(5))
                .until(new Unchanged(namespace, "settled"));
        Resource<Deployment> deployment = namespace
                .client()
                .apps()
                .deployments()
                .inNamespace(namespace.name())
                .withName("settled");

        // An owned object that changes wakes the operator, and nothing of this is the operator's to put right. An
        // annotation of a Deployment would wake its controller, too.
        String version = deployment
                .patch(MERGE, "{\"metadata\":{\"labels\":{\"example.com/touched\":\"yes\"}}}")
                .getMetadata()
                .getResourceVersion();

        await("our own change is the only one")
                .atMost(TestNamespace.PATIENCE)
                .during(Duration.ofSeconds(5))
                .until(new Unchanged(namespace, "settled"));
        assertThat(deployment.require().getMetadata().getResourceVersion()).isEqualTo(version);
    }

    /** True while no owned object changes between two looks. */
    private static final class Unchanged implements Callable<Boolean> {
        private final TestNamespace namespace;
        private final String instance;
        private Map<String, String> last = Map.of();

        Unchanged(TestNamespace namespace, String instance) {
            this.namespace = namespace;
            this.instance = instance;
        }

        @Override
        public Boolean call() {
            Map<String, String> now = ownedObjects(namespace, instance);
            now.put(
                    "instance",
                    namespace.instance(instance).require().getMetadata().getResourceVersion());
            boolean same = now.equals(last);
            last = now;
            return same;
        }
    }

    /** Kind and name to resource version, of all that the operator made for an instance and pods do not make themselves. */
    private static Map<String, String> ownedObjects(TestNamespace namespace, String instance) {
        KubernetesClient client = namespace.client();
        String in = namespace.name();
        List<HasMetadata> objects = new ArrayList<>();
        objects.addAll(client.apps()
                .deployments()
                .inNamespace(in)
                .withLabel("app.kubernetes.io/instance", instance)
                .list()
                .getItems());
        objects.addAll(client.services()
                .inNamespace(in)
                .withLabel("app.kubernetes.io/instance", instance)
                .list()
                .getItems());
        objects.addAll(client.serviceAccounts()
                .inNamespace(in)
                .withLabel("app.kubernetes.io/instance", instance)
                .list()
                .getItems());
        objects.addAll(client.configMaps()
                .inNamespace(in)
                .withLabel("app.kubernetes.io/instance", instance)
                .list()
                .getItems());
        objects.addAll(client.secrets()
                .inNamespace(in)
                .withLabel("app.kubernetes.io/instance", instance)
                .list()
                .getItems());
        objects.addAll(client.persistentVolumeClaims()
                .inNamespace(in)
                .withLabel("app.kubernetes.io/instance", instance)
                .list()
                .getItems());
        objects.addAll(client.batch()
                .v1()
                .cronjobs()
                .inNamespace(in)
                .withLabel("app.kubernetes.io/instance", instance)
                .list()
                .getItems());
        objects.addAll(client.network()
                .v1()
                .networkPolicies()
                .inNamespace(in)
                .withLabel("app.kubernetes.io/instance", instance)
                .list()
                .getItems());
        Map<String, String> versions = new TreeMap<>();
        for (HasMetadata object : objects) {
            versions.put(
                    object.getKind() + "/" + object.getMetadata().getName(),
                    object.getMetadata().getResourceVersion());
        }
        return versions;
    }

    private static List<Event> eventsOf(TestNamespace namespace, String instance) {
        return namespace.client().v1().events().inNamespace(namespace.name()).list().getItems().stream()
                .filter(event -> instance.equals(event.getInvolvedObject().getName()))
                .toList();
    }
}
