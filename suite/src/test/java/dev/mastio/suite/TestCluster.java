package dev.mastio.suite;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.List;

/** An embedded cluster with the operator on it. */
record TestCluster(Distribution distribution, EmbeddedCluster cluster, KubernetesClient client)
        implements AutoCloseable {

    static TestCluster start(Distribution distribution, List<String> options) throws IOException, InterruptedException {
        EmbeddedCluster cluster = EmbeddedCluster.start(distribution, options);
        KubernetesClient client = cluster.client();
        try {
            Installation.install(client, distribution);
            return new TestCluster(distribution, cluster, client);
        } catch (IOException | RuntimeException e) {
            client.close();
            cluster.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        cluster.close();
        StateFolder.remove(distribution.state());
    }
}
