package dev.mastio.local.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.local.ClusterExtension;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InClusterTest {

    @RegisterExtension
    private final ClusterExtension cluster = new ClusterExtension();

    @Test
    void aPodFindsTheApiAndServicesByNameWithoutAnySettings() {
        cluster.apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: db}
                spec: {ports: [{port: 5432}]}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: client}
                spec:
                  restartPolicy: Never
                  containers:
                  - name: main
                    image: java
                    args: ["-cp", "%s", "%s"]
                """.formatted(System.getProperty("java.class.path"), Client.class.getName()));

        await().atMost(Duration.ofSeconds(60))
                .until(() -> cluster.client()
                        .pods()
                        .withName("client")
                        .get()
                        .getStatus()
                        .getPhase()
                        .equals("Succeeded"));

        String address =
                cluster.client().services().withName("db").get().getSpec().getClusterIP();
        assertThat(cluster.client().pods().withName("client").getLog())
                .contains("%s db %s %s".formatted(cluster.namespace(), address, address));
    }

    /** What any program in the cluster may do. */
    static final class Client {
        public static void main(String[] arguments) throws Exception {
            try (KubernetesClient client = new KubernetesClientBuilder().build()) {
                System.out.println(String.join(
                        " ",
                        client.getNamespace(),
                        client.services()
                                .list()
                                .getItems()
                                .getFirst()
                                .getMetadata()
                                .getName(),
                        InetAddress.getAllByName("db")[0].getHostAddress(),
                        InetAddress.getAllByName("db." + client.getNamespace() + ".svc.cluster.local")[0]
                                .getHostAddress()));
            }
        }
    }
}
