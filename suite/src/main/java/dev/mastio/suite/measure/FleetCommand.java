package dev.mastio.suite.measure;

import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.suite.Await;
import dev.mastio.suite.Distribution;
import dev.mastio.suite.EmbeddedCluster;
import dev.mastio.suite.Installation;
import dev.mastio.suite.Instances;
import dev.mastio.suite.Processes;
import dev.mastio.suite.StateFolder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Many instances at once: time to settle, what the operator costs, and its writes when nothing happens. */
@Command(
        name = "fleet",
        mixinStandardHelpOptions = true,
        description = "Measures the operator with many instances, most of them hollow: ready pods without a process.")
public final class FleetCommand implements Callable<Integer> {

    private static final String NAMESPACE = "fleet";
    private static final int AT_ONCE = 32;

    /**
     * A pod is Ready before it has a rate. With so many pods they are asked every five seconds, a rate takes ten, silence is
     * told after fifteen, and news of an instance are at least 25 seconds apart: until then something is left to be told.
     */
    private static final Duration FIRST_RATES = Duration.ofSeconds(60);

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

    @Override
    public Integer call() throws Exception {
        Distribution distribution = Distribution.fromProperties().withState(Files.createTempDirectory("mastio-fleet-"));
        try (EmbeddedCluster cluster = EmbeddedCluster.startWhileThisRuns(distribution, List.of());
                KubernetesClient client = cluster.client()) {
            Installation.install(cluster, client, distribution);
            client.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(NAMESPACE)
                            .endMetadata()
                            .build())
                    .create();
            ProcessHandle operator =
                    Processes.ofProgram(cluster, "dev.mastio.operator.Main").getFirst();
            settle(client, operator, "hollow", hollow);
            settle(client, operator, "real", real);
            return watchForWrites(client, operator) == 0 ? 0 : 1;
        } finally {
            StateFolder.remove(distribution.state());
        }
    }

    private static void settle(KubernetesClient client, ProcessHandle operator, String kind, int count)
            throws IOException, InterruptedException {
        if (count == 0) return;
        Duration before = Processes.cpu(operator);
        long start = System.nanoTime();
        create(client, kind, count);
        double created = seconds(start);
        boolean settled = Await.until(Duration.ofMinutes(10), () -> readyInstances(client, kind) == count);
        System.out.printf(
                "%3d %-6s instances: created after %.1f s, %s after %.1f s; operator CPU %.1f s, live heap %.1f MiB, resident %d MiB%n",
                count,
                kind,
                created,
                settled ? "all Ready" : "only " + readyInstances(client, kind) + " Ready",
                seconds(start),
                Processes.cpu(operator).minus(before).toMillis() / 1000.0,
                Processes.liveHeapMebibytes(operator),
                Processes.residentMebibytes(operator));
        if (!settled) throw new IOException("not all instances became Ready");
    }

    private static void create(KubernetesClient client, String kind, int count)
            throws IOException, InterruptedException {
        try (ExecutorService creators =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            List<Future<MastioInstance>> created = creators.invokeAll(IntStream.range(0, count)
                    .<Callable<MastioInstance>>mapToObj(number ->
                            () -> client.resource(instance(kind, number)).create())
                    .toList());
            for (Future<MastioInstance> one : created) one.get();
        } catch (ExecutionException e) {
            throw new IOException("an instance can't be created", e.getCause());
        }
    }

    /** By the operator's own count, because an API server makes no new version of an object that a write leaves as it was. */
    private long watchForWrites(KubernetesClient client, ProcessHandle operator)
            throws InterruptedException, IOException {
        Await.until(FIRST_RATES, () -> false);
        Duration cpu = Processes.cpu(operator);
        Instant start = Instant.now();
        OperatorWrites.Count writes;
        try (OperatorWrites operatorWrites = new OperatorWrites(client)) {
            OperatorWrites.Count before = operatorWrites.count();
            Await.until(Duration.ofMinutes(quietMinutes), () -> false);
            writes = operatorWrites.count().since(before);
        }
        long others =
                writes.others().values().stream().mapToLong(Long::longValue).sum();
        System.out.printf(
                "%d minutes without change: %d writing requests %s but %d for its Lease; operator CPU %.1f s, live heap %.1f MiB, resident %d MiB%n",
                quietMinutes,
                others,
                others > 0 ? writes.others() : "",
                writes.leases(),
                Processes.cpu(operator).minus(cpu).toMillis() / 1000.0,
                Processes.liveHeapMebibytes(operator),
                Processes.residentMebibytes(operator));
        if (others > 0) tellWhatChanged(client, start);
        if (writes.leases() <= 0) throw new IOException("the operator renewed no Lease, so its writes are not counted");
        return others;
    }

    private static void tellWhatChanged(KubernetesClient client, Instant since) {
        List<? extends HasMetadata> instances = client.resources(MastioInstance.class)
                .inNamespace(NAMESPACE)
                .list()
                .getItems();
        List<? extends HasMetadata> events =
                client.v1().events().inNamespace(NAMESPACE).list().getItems();
        Stream.concat(instances.stream(), events.stream())
                .filter(object -> object.getMetadata().getManagedFields().stream()
                        .anyMatch(fields -> fields.getTime() != null
                                && Instant.parse(fields.getTime()).isAfter(since)))
                .forEach(object -> System.out.println("changed meanwhile: " + Serialization.asYaml(object)));
    }

    private static int readyInstances(KubernetesClient client, String kind) {
        return (int) client.resources(MastioInstance.class).inNamespace(NAMESPACE).list().getItems().stream()
                .filter(instance -> instance.getMetadata().getName().startsWith(kind))
                .filter(instance -> instance.getStatus() != null
                        && Instances.condition(instance.getStatus(), "Ready")
                                .filter(ready -> "True".equals(ready.getStatus()))
                                .isPresent())
                .count();
    }

    private static MastioInstance instance(String kind, int number) {
        MastioInstance instance = new MastioInstance();
        instance.setMetadata(new ObjectMetaBuilder()
                .withName("%s-%03d".formatted(kind, number))
                .withNamespace(NAMESPACE)
                .build());
        MastioInstanceSpec minimal = MastioInstanceSpec.of("laptop");
        instance.setSpec(kind.equals("hollow") ? hollow(minimal) : minimal);
        return instance;
    }

    private static MastioInstanceSpec hollow(MastioInstanceSpec spec) {
        return new MastioInstanceSpec(
                spec.hardwareClass(),
                spec.image(),
                "hollow",
                spec.replicas(),
                spec.workload(),
                spec.storage(),
                spec.tls(),
                spec.pki(),
                spec.autoscaling(),
                spec.soak(),
                spec.licenseSecretName(),
                spec.plugins(),
                spec.pod(),
                spec.networkPolicy(),
                spec.edge());
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
