package dev.mastio.suite.measure.fleet;

import dev.mastio.suite.Await;
import dev.mastio.suite.Cluster;
import dev.mastio.suite.ClusterOption;
import dev.mastio.suite.Distribution;
import dev.mastio.suite.Installation;
import dev.mastio.suite.RealCluster;
import dev.mastio.suite.StateFolder;
import dev.mastio.suite.hollow.HollowNodes;
import dev.mastio.suite.measure.Sample;
import dev.mastio.suite.measure.fleet.OperatorUnderTest.Reading;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Many instances at once: time to settle, what the operator costs, its writes when nothing happens, and how fast it follows a change. */
@Command(
        name = "fleet",
        mixinStandardHelpOptions = true,
        description = {
            "Measures the operator with many instances, most of them hollow: ready pods without a process, on a real cluster on nodes of",
            "their own. Exit code 0 only if all become Ready, the operator then writes nothing but its Lease, and the median of single",
            "changes is in the Deployment and the status in less than a second."
        })
public final class FleetCommand implements Callable<Integer> {

    /**
     * A pod is Ready before it has a rate. With so many pods they are asked every five seconds, a rate takes ten, silence is
     * told after fifteen, and news of an instance are at least 25 seconds apart: until then something is left to be told.
     */
    private static final Duration FIRST_RATES = Duration.ofSeconds(60);

    private static final int MEDIAN_MILLIS = 1000;
    /** Instances; its heap is full with about a thousand. */
    private static final int SHIPPED_LIMIT_IS_FOR = 400;
    /** A changed instance has one pod more for a moment. */
    private static final int SPARE_PODS = 20;

    @Option(
            names = "--hollow",
            defaultValue = "300",
            description = "Instances without processes (default ${DEFAULT-VALUE}).")
    private int hollow;

    @Option(
            names = "--real",
            defaultValue = "10",
            description = "Instances with a real proxy each (default ${DEFAULT-VALUE}).")
    private int real;

    @Option(
            names = "--quiet-minutes",
            defaultValue = "10",
            description = "Minutes to watch for writes afterwards (default ${DEFAULT-VALUE}).")
    private int quietMinutes;

    @Option(
            names = "--changes",
            defaultValue = "30",
            description = "Single changes after that, of another instance each (default ${DEFAULT-VALUE}).")
    private int changes;

    @Option(
            names = "--operator-memory",
            paramLabel = "QUANTITY",
            description =
                    "Memory limit of the operator (default: the shipped one; with more than 400 instances 1Gi, see docs/operations.md).")
    private @Nullable String operatorMemory;

    @Mixin
    private ClusterOption kind = new ClusterOption();

    @Override
    public Integer call() throws Exception {
        Distribution distribution = Distribution.fromProperties().withState(Files.createTempDirectory("mastio-fleet-"));
        try (Cluster cluster = kind.startWithAuditLog(distribution);
                KubernetesClient client = cluster.client()) {
            Installation.install(cluster, client, distribution);
            limitMemory(client);
            try (HollowNodes _ = hollowNodes(cluster, client);
                    Fleet fleet = new Fleet(client);
                    OperatorUnderTest operator = OperatorUnderTest.find(cluster, client)) {
                settle(fleet, operator, kind.isReal() ? Members.HOLLOW_BY_NODE : Members.HOLLOW_BY_IMAGE, hollow);
                settle(fleet, operator, Members.REAL, real);
                boolean quiet = isQuiet(cluster, fleet, operator);
                boolean prompt = isPrompt(client, fleet, operator);
                return quiet && prompt ? 0 : 1;
            }
        } finally {
            StateFolder.remove(distribution.state());
        }
    }

    private void limitMemory(KubernetesClient client) throws IOException, InterruptedException {
        String limit = operatorMemory;
        if (limit == null && hollow + real > SHIPPED_LIMIT_IS_FOR) limit = "1Gi";
        if (limit == null) return;
        System.out.printf("the operator's memory limit is %s, not the shipped one%n", limit);
        Installation.limitMemory(client, new Quantity(limit));
    }

    private @Nullable HollowNodes hollowNodes(Cluster cluster, KubernetesClient client) throws IOException {
        return cluster instanceof RealCluster machine
                ? new HollowNodes(client, machine.kube().setting("machine_address"), hollow + SPARE_PODS)
                : null;
    }

    private static void settle(Fleet fleet, OperatorUnderTest operator, Members members, int count)
            throws IOException, InterruptedException {
        if (count == 0) return;
        Reading before = operator.read();
        long start = System.nanoTime();
        fleet.create(members, count);
        double created = seconds(start);
        fleet.settle(members, count);
        double settled = seconds(start);
        Reading cost = operator.read().since(before);
        OperatorRequests requests = cost.requests();
        System.out.printf(
                "%d %s instances: created after %.1f s, all Ready after %.1f s; operator CPU %.1f s, %s%n",
                count, members.prefix().replace("-", ""), created, settled, seconds(cost), operator.memory());
        System.out.printf(
                "    its requests for an instance: %.2f, of them %.2f writes; all writes: %s, all reads: %s%n",
                (double) (OperatorRequests.sum(requests.otherReads()) + OperatorRequests.sum(requests.otherWrites()))
                        / count,
                (double) OperatorRequests.sum(requests.otherWrites()) / count,
                requests.otherWrites(),
                requests.otherReads());
    }

    private boolean isQuiet(Cluster cluster, Fleet fleet, OperatorUnderTest operator)
            throws IOException, InterruptedException {
        Await.until(FIRST_RATES, () -> false);
        Instant start = Instant.now();
        Reading before = operator.read();
        Await.until(Duration.ofMinutes(quietMinutes), () -> false);
        Reading cost = operator.read().since(before);
        OperatorRequests requests = cost.requests();
        long writes = OperatorRequests.sum(requests.otherWrites());
        System.out.printf(
                "%d minutes without change: %d writing requests %s but %d for its Lease, %d reads; operator CPU %.1f s, %s%n",
                quietMinutes,
                writes,
                writes > 0 ? requests.otherWrites() : "",
                requests.leases(),
                OperatorRequests.sum(requests.otherReads()),
                seconds(cost),
                operator.memory());
        if (writes > 0) {
            fleet.changedSince(start)
                    .forEach(object -> System.out.println("changed meanwhile: " + Serialization.asYaml(object)));
        }
        if (requests.leases() <= 0)
            throw new IOException("the operator renewed no Lease, so its writes are not counted");
        boolean quietByTheServersWord = isQuietByTheServersWord(cluster, start);
        return writes == 0 && quietByTheServersWord;
    }

    /** The operator's own count can't see what it forgets to count. */
    private static boolean isQuietByTheServersWord(Cluster cluster, Instant start) throws IOException {
        if (!(cluster instanceof RealCluster real)) return true;
        LoggedWrites logged = LoggedWrites.since(start, real.auditLog());
        System.out.printf("    by the API server's audit log: %s%n", logged);
        if (logged.leases() == 0) throw new IOException("the audit log tells of no renewal of the operator's Lease");
        return logged.others().isEmpty();
    }

    private boolean isPrompt(KubernetesClient client, Fleet fleet, OperatorUnderTest operator)
            throws IOException, InterruptedException {
        if (changes == 0 || hollow + real == 0) return true;
        Reading before = operator.read();
        Sample millis = new Changes(client).measure(fleet.members(), changes);
        OperatorRequests requests = operator.read().since(before).requests();
        System.out.printf(
                "single changes, ms until Deployment and status show them: %s; %.1f writes for each, of all that came of it%n",
                millis,
                (double) OperatorRequests.sum(requests.otherWrites())
                        / millis.sorted().size());
        return millis.percentile(50) < MEDIAN_MILLIS;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static double seconds(Reading reading) {
        return reading.cpu().toMillis() / 1000.0;
    }
}
