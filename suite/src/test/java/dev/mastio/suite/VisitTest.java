package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mastio.api.MastioHardwareClass;
import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceSpec;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The suite on a cluster that belongs to somebody: it removes what it has made, and nothing else. Each test starts a cluster, one at a time. */
@Execution(ExecutionMode.SAME_THREAD)
class VisitTest {

    @TempDir
    private Path folder;

    private final List<AutoCloseable> started = new ArrayList<>();

    @BeforeEach
    void onlyOnce() {
        assumeTrue(Backend.fromProperties() == Backend.embedded, "starts an embedded cluster of its own");
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable resource : started.reversed()) resource.close();
    }

    @Test
    void aClusterWithoutAnythingOfOursIsLeftAsItWas() throws Exception {
        TestCluster cluster = cluster();
        KubernetesClient client = cluster.client();
        List<String> before = objectsOfTheCluster(client);

        Visit visit = Visit.begin(client, cluster.distribution().manifests());
        TestNamespace namespace = served(cluster, visit);
        namespace.create("guest", MastioInstanceSpec.of("laptop"));
        namespace.awaitReady("guest");
        assertThat(visit.homeOf(namespace.name())).isEqualTo(namespace.name());
        visit.close();

        assertThat(objectsOfTheCluster(client)).isEqualTo(before);
    }

    @Test
    void whatOthersMadeMeanwhileStaysWithAllThatItNeeds() throws Exception {
        TestCluster cluster = cluster();
        KubernetesClient client = cluster.client();
        Visit visit = Visit.begin(client, cluster.distribution().manifests());
        TestNamespace namespace = served(cluster, visit);
        namespace.create("guest", MastioInstanceSpec.of("server-8"));
        instanceOfSomebody(client);

        visit.close();

        assertThat(Instances.named(client, "somebodys", "theirs").get()).isNotNull();
        assertThat(client.resources(MastioHardwareClass.class).list().getItems())
                .extracting(machine -> machine.getMetadata().getName())
                .containsExactly("laptop");
        assertThat(client.namespaces().withName(namespace.name()).get()).isNull();
    }

    @Test
    void aClusterWithAnOperatorIsUsedAsItIs() throws Exception {
        TestCluster cluster = cluster();
        KubernetesClient client = cluster.client();
        Installation.install(cluster.cluster(), client, cluster.distribution());
        instanceOfSomebody(client);
        List<String> before = objectsOfTheCluster(client);

        Visit visit = Visit.begin(client, cluster.distribution().manifests());
        TestNamespace namespace = served(cluster, visit);
        namespace.create("guest", MastioInstanceSpec.of("laptop"));
        namespace.awaitReady("guest");
        assertThat(visit.ours()).isFalse();
        assertThat(visit.homeOf(namespace.name())).isEqualTo(Installation.NAMESPACE);
        visit.close();

        assertThat(objectsOfTheCluster(client)).isEqualTo(before);
        assertThat(Instances.named(client, "somebodys", "theirs").get()).isNotNull();
        assertThat(Installation.isAvailable(client, Installation.NAMESPACE)).isTrue();
    }

    @Test
    void anOperatorThatIsBrokenIsNotReplacedBehindItsOwnersBack() throws Exception {
        TestCluster cluster = cluster();
        KubernetesClient client = cluster.client();
        Installation.install(cluster.cluster(), client, cluster.distribution());
        client.apps()
                .deployments()
                .inNamespace(Installation.NAMESPACE)
                .withName(Installation.OPERATOR)
                .scale(0);
        await().atMost(TestNamespace.PATIENCE).until(() -> !Installation.isAvailable(client, Installation.NAMESPACE));

        assertThatThrownBy(() -> Visit.begin(client, cluster.distribution().manifests()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("mend it or remove it first");
    }

    private TestCluster cluster() throws Exception {
        Distribution distribution = Distribution.fromProperties().withState(folder);
        Cluster cluster = EmbeddedCluster.startWhileThisRuns(distribution, List.of());
        started.add(cluster);
        KubernetesClient client = cluster.client();
        started.add(client);
        return new TestCluster(distribution, cluster, client, new Operators.Installed());
    }

    private static TestNamespace served(TestCluster cluster, Visit visit) throws Exception {
        TestCluster visited = new TestCluster(cluster.distribution(), cluster.cluster(), cluster.client(), visit);
        TestNamespace namespace = TestNamespace.create(visited);
        namespace.serve();
        return namespace;
    }

    private static void instanceOfSomebody(KubernetesClient client) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("somebodys")
                        .endMetadata()
                        .build())
                .create();
        MastioInstance theirs = new MastioInstance();
        theirs.setMetadata(new ObjectMetaBuilder()
                .withName("theirs")
                .withNamespace("somebodys")
                .build());
        theirs.setSpec(MastioInstanceSpec.of("laptop"));
        client.resource(theirs).create();
    }

    /** Kind and name of all that belongs to no namespace, and of the namespaces. */
    private static List<String> objectsOfTheCluster(KubernetesClient client) {
        List<CustomResourceDefinition> definitions =
                client.apiextensions().v1().customResourceDefinitions().list().getItems();
        Stream<? extends HasMetadata> classes = definitions.isEmpty()
                ? Stream.of()
                : client.resources(MastioHardwareClass.class).list().getItems().stream();
        return Stream.of(
                        definitions.stream(),
                        classes,
                        client.namespaces().list().getItems().stream(),
                        client.rbac().clusterRoles().list().getItems().stream(),
                        client.rbac().clusterRoleBindings().list().getItems().stream())
                .flatMap(objects -> objects)
                .map(object -> object.getKind() + "/" + object.getMetadata().getName())
                .sorted()
                .toList();
    }
}
