package dev.mastio.suite.measure;

import dev.mastio.suite.PodMetrics;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;

/** The operations port of proxy pods. */
public final class ProxyMetrics implements AutoCloseable {

    private static final int OPS_PORT = 9464;

    private final PodMetrics metrics = new PodMetrics(OPS_PORT);

    /** Requests that have arrived at the pod; 0 when it does not answer. */
    public double arrivals(Pod pod) throws InterruptedException {
        return sum(pod, "mastio_arrivals_total");
    }

    /** Sum of a metric's series whose line begins with the prefix; 0 when the pod does not answer. */
    public double sum(Pod pod, String prefix) throws InterruptedException {
        try {
            return PodMetrics.sum(metrics.lines(pod), line -> line.startsWith(prefix));
        } catch (IOException unreachable) {
            return 0;
        }
    }

    @Override
    public void close() {
        metrics.close();
    }
}
