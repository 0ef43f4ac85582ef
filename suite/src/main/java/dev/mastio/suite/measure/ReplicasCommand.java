package dev.mastio.suite.measure;

import dev.mastio.suite.AotCache;
import dev.mastio.suite.CpuShare;
import dev.mastio.suite.Distribution;
import dev.mastio.suite.EmbeddedCluster;
import dev.mastio.suite.LaptopPod;
import dev.mastio.suite.LoneInstance;
import dev.mastio.suite.LoneProxy;
import dev.mastio.suite.LoneServer;
import dev.mastio.suite.StateFolder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a second replica adds, when both have the same share of a processor and one Postgres. */
@Command(
        name = "replicas",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a Postgres and two proxies on it, holds each proxy to the same share of a processor, and measures audited",
            "calls a second at one, at both and at the other, in turns; then exports the audit log and verifies it, and tells how",
            "long transactions waited for the audit log's lock meanwhile.",
            LaptopPod.SETTINGS,
            "As root, since it makes control groups; Postgres and load program have the rest of the machine.",
            "Exit code 1 if both do less than 1.8 times what one does, if a request fails or the audit log does not verify;",
            "2 if something else than their shares held the proxies up, or if it cannot run."
        })
public final class ReplicasCommand implements Callable<Integer> {

    private static final int CANNOT_RUN = 2;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "One, both, the other one; the median counts (default ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--share",
            defaultValue = "0.3",
            description = "Of one processor, for each proxy (default ${DEFAULT-VALUE}).")
    private double share;

    @Option(
            names = "--jvm",
            defaultValue = LaptopPod.JVM_FLAGS,
            description = "Flags of the proxies' JVM; default: those of a pod of class laptop (${DEFAULT-VALUE}).")
    private String jvm = "";

    @Override
    public Integer call() throws Exception {
        String name = "mastio-replicas-" + ProcessHandle.current().pid();
        Path folder = Files.createTempDirectory("mastio-replicas-");
        Distribution distribution = Distribution.fromProperties().withState(folder.resolve("cluster"));
        try (CpuShare one = CpuShare.named(name + "-1");
                CpuShare other = CpuShare.named(name + "-2")) {
            return compare(distribution, folder, one, other);
        } catch (CpuShare.Unavailable e) {
            System.err.println(e.getMessage());
            return CANNOT_RUN;
        } finally {
            StateFolder.removeAll(folder);
        }
    }

    private int compare(Distribution distribution, Path folder, CpuShare one, CpuShare other) throws Exception {
        LoneProxy proxy = LoneProxy.built(distribution);
        AotCache cache = new AotCache(proxy);
        if (!cache.isFresh()) cache.make();
        List<String> options = Stream.concat(
                        Stream.of(jvm.strip().split("\\s+")), Stream.of("-XX:AOTCache=" + cache.file()))
                .toList();
        try (EmbeddedCluster cluster = EmbeddedCluster.startWhileThisRuns(distribution, List.of());
                KubernetesClient client = cluster.client()) {
            DemoPostgres postgres = DemoPostgres.start(client, distribution);
            LoneInstance instance = new LoneInstance(folder, postgres.url());
            Replicas replicas = new Replicas(proxy, instance, folder);
            int outcome;
            Instant warm;
            try (LoneServer first = replicas.start("1", options, one);
                    LoneServer second = replicas.start("2", options, other)) {
                // Compiling what all calls need costs more than what is compared.
                replicas.warmUp(first, second);
                warm = Instant.now();
                one.hold(share);
                other.hold(share);
                outcome = replicas.measure(first, second, share, rounds);
                one.release();
                other.release();
            }
            boolean verifies = replicas.auditLogVerifies();
            System.out.println(postgres.lockWaits(warm));
            return verifies ? outcome : 1;
        }
    }
}
