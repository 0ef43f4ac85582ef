package dev.mastio.suite;

import dev.mastio.suite.rights.RightsCommand;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A cluster with operators on it that serve the namespaces of the tests. */
record TestCluster(Distribution distribution, Cluster cluster, KubernetesClient client, Operators operators)
        implements AutoCloseable {

    static TestCluster start(Distribution distribution, Backend backend) throws Exception {
        Cluster cluster = backend.start(distribution);
        KubernetesClient client = cluster.client();
        try {
            return new TestCluster(distribution, cluster, client, operators(cluster, client, distribution));
        } catch (IOException | RuntimeException e) {
            client.close();
            cluster.close();
            throw e;
        }
    }

    private static Operators operators(Cluster cluster, KubernetesClient client, Distribution distribution)
            throws IOException, InterruptedException {
        if (cluster instanceof CurrentCluster) return Visit.begin(client, distribution.manifests());
        Installation.install(cluster, client, distribution);
        return new Operators.Installed();
    }

    @Override
    public void close() throws IOException {
        operators.close();
        if (cluster instanceof RealCluster real) {
            Path log = RightsCommand.log(distribution);
            Files.createDirectories(log.getParent());
            Files.copy(real.auditLog(), log, StandardCopyOption.REPLACE_EXISTING);
        }
        client.close();
        cluster.close();
        StateFolder.remove(distribution.state());
    }
}
