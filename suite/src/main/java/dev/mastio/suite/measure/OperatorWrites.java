package dev.mastio.suite.measure;

import dev.mastio.suite.Installation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The requests with which the operator has changed something, or tried to: also those that found it as it should be. */
final class OperatorWrites implements AutoCloseable {

    private static final int OPS_PORT = 8080;
    private static final String LEASES = "leases";
    private static final Pattern SERIES = Pattern.compile(
            "mastio_operator_api_writes_total\\{.*resource=\"(?<resource>[^\"]*)\".*} (?<count>[0-9.E]+)");

    private final PodMetrics metrics = new PodMetrics(OPS_PORT);
    private final KubernetesClient client;

    OperatorWrites(KubernetesClient client) {
        this.client = client;
    }

    /** How many of each resource since the operator started. */
    record Count(Map<String, Long> byResource) {

        Count {
            byResource = Map.copyOf(byResource);
        }

        Count since(Count earlier) {
            Map<String, Long> more = new TreeMap<>();
            byResource.forEach((resource, count) -> {
                long since = count - earlier.byResource.getOrDefault(resource, 0L);
                if (since > 0) more.put(resource, since);
            });
            return new Count(more);
        }

        long leases() {
            return byResource.getOrDefault(LEASES, 0L);
        }

        /** All but those for Leases. */
        Map<String, Long> others() {
            Map<String, Long> others = new TreeMap<>(byResource);
            others.remove(LEASES);
            return others;
        }
    }

    Count count() throws IOException, InterruptedException {
        Pod operator = client.pods()
                .inNamespace(Installation.NAMESPACE)
                .withLabel("app.kubernetes.io/name", Installation.OPERATOR)
                .list()
                .getItems()
                .getFirst();
        Map<String, Long> byResource = new TreeMap<>();
        for (String line : metrics.lines(operator)) {
            Matcher series = SERIES.matcher(line);
            if (series.matches()) {
                byResource.merge(series.group("resource"), (long) Double.parseDouble(series.group("count")), Long::sum);
            }
        }
        return new Count(byResource);
    }

    @Override
    public void close() {
        metrics.close();
    }
}
