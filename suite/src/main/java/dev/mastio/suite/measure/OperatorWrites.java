package dev.mastio.suite.measure;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.List;

/** The requests with which the operator has changed something, or tried to: also those that found it as it should be. */
final class OperatorWrites implements AutoCloseable {

    private static final int OPS_PORT = 8080;
    private static final String METRIC = "mastio_operator_api_writes_total{";
    private static final String LEASES = "resource=\"leases";

    private final PodMetrics metrics = new PodMetrics(OPS_PORT);
    private final KubernetesClient client;

    OperatorWrites(KubernetesClient client) {
        this.client = client;
    }

    /**
     * How many of each since the operator started.
     *
     * @param others all but those for Leases
     */
    record Count(long leases, long others) {

        Count since(Count earlier) {
            return new Count(leases - earlier.leases, others - earlier.others);
        }
    }

    Count count() throws IOException, InterruptedException {
        Pod operator = client.pods()
                .inNamespace("mastio-system")
                .withLabel("app.kubernetes.io/name", "mastio-operator")
                .list()
                .getItems()
                .getFirst();
        List<String> lines = metrics.lines(operator);
        double all = PodMetrics.sum(lines, line -> line.startsWith(METRIC));
        double leases = PodMetrics.sum(lines, line -> line.startsWith(METRIC) && line.contains(LEASES));
        return new Count((long) leases, (long) (all - leases));
    }

    @Override
    public void close() {
        metrics.close();
    }
}
