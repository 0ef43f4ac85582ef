package dev.mastio.suite.measure.fleet;

import dev.mastio.suite.Cluster;
import dev.mastio.suite.Installation;
import dev.mastio.suite.PodMetrics;
import dev.mastio.suite.Processes;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;

/** The one operator of a cluster: what its process costs, and what it asks the API server for. */
final class OperatorUnderTest implements AutoCloseable {

    private static final int OPS_PORT = 8080;

    private final Pod pod;
    private final ProcessHandle process;
    private final PodMetrics metrics = new PodMetrics(OPS_PORT);

    private OperatorUnderTest(Pod pod, ProcessHandle process) {
        this.pod = pod;
        this.process = process;
    }

    static OperatorUnderTest find(Cluster cluster, KubernetesClient client) throws IOException {
        Pod pod = Installation.pods(client).getFirst();
        return new OperatorUnderTest(
                pod, cluster.processes().orElseThrow().of(pod).getFirst());
    }

    /**
     * What has happened so far.
     *
     * @param cpu user and system time
     */
    record Reading(Duration cpu, OperatorRequests requests) {
        Reading since(Reading earlier) {
            return new Reading(cpu.minus(earlier.cpu), requests.since(earlier.requests));
        }
    }

    /** @throws IOException when it is not the process any more that it was, or does not tell */
    Reading read() throws IOException, InterruptedException {
        if (!process.isAlive())
            throw new IOException(
                    "the operator has ended meanwhile, and its counters with it: kubectl -n %s describe pod %s tells why"
                            .formatted(Installation.NAMESPACE, pod.getMetadata().getName()));
        return new Reading(Processes.cpu(process), OperatorRequests.of(metrics.lines(pod)));
    }

    /** What it holds now. */
    String memory() throws IOException, InterruptedException {
        return "live heap %.1f MiB, resident %d MiB, at most so far %d MiB"
                .formatted(
                        Processes.liveHeapMebibytes(process),
                        Processes.residentMebibytes(process),
                        Processes.mostResidentMebibytes(process));
    }

    @Override
    public void close() {
        metrics.close();
    }
}
