package dev.mastio.suite;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;

/**
 * A cluster with the operator on it.
 *
 * @param ownsOperator whether the operator was installed for this run, and goes with it
 * @param reachesServices whether Service addresses can be reached from here
 */
record TestCluster(
        Distribution distribution,
        Backend backend,
        Cluster cluster,
        KubernetesClient client,
        boolean ownsOperator,
        boolean reachesServices)
        implements AutoCloseable {

    static TestCluster start(Distribution distribution, Backend backend) throws Exception {
        Cluster cluster = backend.start(distribution);
        KubernetesClient client = cluster.client();
        try {
            boolean ownsOperator = !Installation.isThere(client);
            if (ownsOperator) Installation.install(cluster, client, distribution);
            return new TestCluster(distribution, backend, cluster, client, ownsOperator, ServiceReach.isThere(client));
        } catch (IOException | RuntimeException e) {
            client.close();
            cluster.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        if (backend == Backend.current && ownsOperator) removeOperator();
        client.close();
        cluster.close();
        StateFolder.remove(distribution.state());
    }

    private void removeOperator() throws IOException {
        try {
            Installation.remove(client, distribution);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
