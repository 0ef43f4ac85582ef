package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.api.Autoscaling;
import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.api.Storage;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What breaks, is said, and heals. */
@ExtendWith(ClusterExtension.class)
class FaultTest {

    @Test
    void aKilledDatabaseIsSaidAndItsReturnHeals(TestNamespace namespace) throws Exception {
        namespace.applyManifest("postgres.yaml");
        namespace.create("shared", TestNamespace.onPostgres("laptop", Autoscaling.DEFAULT));
        namespace.awaitReady("shared");

        killDatabase(namespace);

        await("the status says that it is the database")
                .atMost(TestNamespace.PATIENCE)
                .untilAsserted(() -> {
                    // Each time it is back: the first restart comes at once, sooner than anybody notices.
                    killDatabase(namespace);
                    assertThat(namespace.condition("shared", "Ready")).satisfies(ready -> {
                        assertThat(ready.getStatus()).isEqualTo("False");
                        assertThat(ready.getReason()).isEqualTo("DeploymentUnavailable");
                        assertThat(ready.getMessage()).contains("database: error");
                    });
                });

        namespace.awaitReady("shared");
    }

    private static void killDatabase(TestNamespace namespace) throws Exception {
        Pod database = namespace
                .client()
                .pods()
                .inNamespace(namespace.name())
                .withLabel("app", "postgres")
                .list()
                .getItems()
                .getFirst();
        namespace.processesOf(database).forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void aKilledProxyIsStartedAgain(TestNamespace namespace) throws Exception {
        namespace.create("killed", MastioInstanceSpec.of("laptop"));
        namespace.awaitReady("killed");
        Pod pod = namespace.proxyPods("killed").getFirst();

        namespace.processesOf(pod).forEach(ProcessHandle::destroyForcibly);

        await("restarted")
                .atMost(TestNamespace.PATIENCE)
                .until(() -> namespace
                                .proxyPods("killed")
                                .getFirst()
                                .getStatus()
                                .getContainerStatuses()
                                .getFirst()
                                .getRestartCount()
                        == 1);
        namespace.awaitReady("killed");
    }

    @Test
    @ResourceLock("operator")
    void aKilledOperatorGoesOnWhereItWas(TestNamespace namespace) throws Exception {
        namespace.create("before", MastioInstanceSpec.of("laptop"));
        namespace.awaitReady("before");
        List<Pod> pods = namespace.proxyPods("before");

        namespace.killOperator();
        namespace.create("after", MastioInstanceSpec.of("laptop"));

        namespace.awaitReady("after");
        await().during(Duration.ofSeconds(2))
                .atMost(TestNamespace.PATIENCE)
                .untilAsserted(() -> assertThat(namespace.proxyPods("before"))
                        .extracting(pod -> pod.getMetadata().getUid())
                        .isEqualTo(pods.stream()
                                .map(pod -> pod.getMetadata().getUid())
                                .toList()));
    }

    @Test
    @ResourceLock("operator")
    void anOperatorThatIsToldToEndGivesItsLeaseBack(TestNamespace namespace) {
        // One that leads: a successor of one that was just killed has no lease yet that it could give back.
        namespace.create("before", MastioInstanceSpec.of("laptop"));
        namespace.awaitReady("before");
        Pod operator = namespace.operatorOfOurs();

        namespace.client().resource(operator).delete();

        await("it has ended")
                .atMost(TestNamespace.PATIENCE)
                .until(() -> namespace.client().resource(operator).get() == null);
        // Without that a successor would wait until the lease has run out.
        assertThat(namespace.leader()).isNotEqualTo(operator.getMetadata().getName());
        namespace.create("after", MastioInstanceSpec.of("laptop"));
        namespace.awaitReady("after");
    }

    @Test
    void aMissingDatabaseSecretIsNamed(TestNamespace namespace) {
        namespace.create("poor", TestNamespace.withStorage("laptop", Storage.postgres("no-such-secret")));

        assertThat(namespace
                        .awaitCondition("poor", "Ready", "False", "DependencyMissing")
                        .getMessage())
                .contains("no-such-secret");
    }
}
