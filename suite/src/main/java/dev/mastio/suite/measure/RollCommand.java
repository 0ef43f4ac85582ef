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
@Command(
        name = "roll",
        mixinStandardHelpOptions = true,
        description = {
            "Replaces all pods of an instance while a constant load goes on, and measures what that costs its clients:",
            "on SQLite the seconds without answers, on Postgres the requests that are lost.",
            "Exit code 0 only if on Postgres none is lost, and none had to be sent again because a pod that ended cut it off."
        })
public final class RollCommand implements Callable<Integer> {

    private static final String NAMESPACE = "mastio-demo";
    private static final String ON_POSTGRES = "demo";
    private static final String ON_SQLITE = "single";

    @Option(names = "--runs", defaultValue = "5", description = "How often on each (default ${DEFAULT-VALUE}).")
    private int runs;

    @Override
    public Integer call() throws Exception {
        Distribution distribution = Distribution.fromProperties().withState(Files.createTempDirectory("mastio-roll-"));
        try (EmbeddedCluster cluster = EmbeddedCluster.startWhileThisRuns(distribution, List.of());
                KubernetesClient client = cluster.client()) {
            prepare(cluster, client, distribution);
            List<LoadSummary> single = rolls(distribution, client, ON_SQLITE);
            List<LoadSummary> replicated = rolls(distribution, client, ON_POSTGRES);
            System.out.println("without answers on SQLite, seconds:   " + seconds(single));
            System.out.println("without answers on Postgres, seconds: " + seconds(replicated));
            return replicated.stream().allMatch(RollCommand::nothingLost) ? 0 : 1;
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

    private static boolean nothingLost(LoadSummary result) {
        return result.failed() == 0 && result.sentAgain() == 0 && result.unsent() == 0;
    }

    private static Sample seconds(List<LoadSummary> results) {
        return new Sample(results.stream().map(Roll::seconds).toList());
    }

    private List<LoadSummary> rolls(Distribution distribution, KubernetesClient client, String instance)
            throws IOException, InterruptedException {
        Path output = Files.createDirectories(distribution.state().resolve("load"));
        String address = client.services()
                .inNamespace(NAMESPACE)
                .withName(instance)
                .require()
                .getSpec()
                .getClusterIP();
        Roll roll = new Roll(distribution, client, NAMESPACE, instance, "https://" + address + ":9443", output);
        List<LoadSummary> results = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
            LoadSummary result = roll.once();
            results.add(result);
            System.out.printf(
                    "%s, run %d: %d of %d requests failed, %d were sent again, %d not sent%n",
                    instance, run, result.failed(), result.requests(), result.sentAgain(), result.unsent());
        }
        return results;
    }
}
