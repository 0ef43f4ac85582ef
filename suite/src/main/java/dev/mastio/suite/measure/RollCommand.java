package dev.mastio.suite.measure;

import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.suite.Await;
import dev.mastio.suite.Cluster;
import dev.mastio.suite.Distribution;
import dev.mastio.suite.EmbeddedCluster;
import dev.mastio.suite.Installation;
import dev.mastio.suite.Instances;
import dev.mastio.suite.LoadSummary;
import dev.mastio.suite.Manifests;
import dev.mastio.suite.StateFolder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What replacing all pods costs clients: on SQLite the time of a restart, on Postgres nothing. */
@Command(name = "roll", description = "Measures what a changed configuration costs clients, on SQLite and on Postgres.")
public final class RollCommand implements Callable<Integer> {

    private static final String NAMESPACE = "mastio-demo";
    private static final String ON_POSTGRES = "demo";
    private static final String ON_SQLITE = "single";

    @Option(names = "--runs", defaultValue = "5", description = "How often on each (default ${DEFAULT-VALUE}).")
    private int runs;

    @Override
    public Integer call() throws Exception {
        Distribution distribution = Distribution.fromProperties().withState(Files.createTempDirectory("mastio-roll-"));
        try (EmbeddedCluster cluster = EmbeddedCluster.start(distribution, List.of());
                KubernetesClient client = cluster.client()) {
            prepare(cluster, client, distribution);
            Sample single = sample(distribution, client, ON_SQLITE);
            Sample replicated = sample(distribution, client, ON_POSTGRES);
            System.out.println("without answers on SQLite, seconds:   " + single);
            System.out.println("without answers on Postgres, seconds: " + replicated);
            return replicated.percentile(100) == 0 ? 0 : 1;
        } finally {
            StateFolder.remove(distribution.state());
        }
    }

    private static void prepare(Cluster cluster, KubernetesClient client, Distribution distribution)
            throws IOException, InterruptedException {
        Installation.install(cluster, client, distribution);
        Manifests.applyFolder(client, distribution.manifests().resolve("demo"));
        MastioInstance single = new MastioInstance();
        single.setMetadata(new ObjectMetaBuilder()
                .withName(ON_SQLITE)
                .withNamespace(NAMESPACE)
                .build());
        single.setSpec(MastioInstanceSpec.of("laptop"));
        client.resource(single).create();
        for (String instance : List.of(ON_POSTGRES, ON_SQLITE)) {
            if (!Await.until(Duration.ofSeconds(90), () -> Instances.isReady(client, NAMESPACE, instance)))
                throw new IOException("the instance " + instance + " is not Ready");
        }
    }

    private Sample sample(Distribution distribution, KubernetesClient client, String instance)
            throws IOException, InterruptedException {
        Path output = Files.createDirectories(distribution.state().resolve("load"));
        String address = client.services()
                .inNamespace(NAMESPACE)
                .withName(instance)
                .require()
                .getSpec()
                .getClusterIP();
        Roll roll = new Roll(distribution, client, NAMESPACE, instance, "https://" + address + ":9443", output);
        List<Double> seconds = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
            LoadSummary result = roll.once();
            seconds.add(Roll.seconds(result));
            System.out.printf(
                    "%s, run %d: %d of %d requests failed%n", instance, run, result.failed(), result.requests());
        }
        return new Sample(seconds);
    }
}
