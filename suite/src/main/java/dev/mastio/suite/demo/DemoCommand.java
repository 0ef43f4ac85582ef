package dev.mastio.suite.demo;

import dev.mastio.suite.Cluster;
import dev.mastio.suite.ClusterOption;
import dev.mastio.suite.Distribution;
import dev.mastio.suite.ExportLine;
import dev.mastio.suite.Interruption;
import dev.mastio.suite.StateFolder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./mastio demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "The main job: instance, load, replicas, soak, verdict.")
public final class DemoCommand implements Callable<Integer> {

    @Option(names = "--keep", description = "Leave the cluster running and print its kubeconfig.")
    private boolean keep;

    @Option(
            names = "--within",
            paramLabel = "SECONDS",
            description = "Fail if it takes longer, taking all down included (default: however long it takes).")
    private int within = Integer.MAX_VALUE;

    @Mixin
    private ClusterOption kind = new ClusterOption();

    @Override
    public Integer call() throws Exception {
        Distribution distribution = Distribution.fromProperties();
        if (!keep) distribution = distribution.withState(Files.createTempDirectory("mastio-demo-"));
        try {
            return show(distribution);
        } catch (Exception e) {
            // A demo in full leaves nothing behind, and a half one that nobody wants any more no more.
            if (!keep && Interruption.isReason(e)) StateFolder.remove(distribution.state());
            throw e;
        }
    }

    private int show(Distribution distribution) throws Exception {
        Narrator narrator = new Narrator(System.out);
        narrator.step(
                kind.isReal() ? "Start Kubernetes with a node, and give it the images" : "Start an embedded cluster");
        Cluster cluster = keep ? kind.startToStay(distribution) : kind.start(distribution);
        boolean passed;
        try (KubernetesClient client = cluster.client()) {
            passed = run(new Demo(distribution, cluster, client, narrator));
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
        if (keep) tellHowToGoOn(cluster, narrator);
        else takeDown(cluster, distribution, passed, narrator);
        boolean inTime = narrator.seconds() <= within;
        String why = passed ? "every step happened" : "see above";
        narrator.verdict(passed && inTime, inTime ? why : why + "; not within " + within + " s");
        return passed && inTime ? 0 : 1;
    }

    private static boolean run(Demo demo) throws DemoFailure, IOException, InterruptedException {
        try {
            demo.run();
            return true;
        } catch (DemoFailure | IOException | KubernetesClientException e) {
            if (Interruption.isReason(e)) throw e;
            System.out.println("    FAILED: " + e.getMessage());
            return false;
        }
    }

    private static void tellHowToGoOn(Cluster cluster, Narrator narrator) {
        narrator.step("The cluster stays; ./mastio down ends it");
        narrator.line(ExportLine.of(cluster.kubeconfig()));
    }

    private static void takeDown(Cluster cluster, Distribution distribution, boolean passed, Narrator narrator)
            throws IOException {
        narrator.step("Take all down");
        cluster.close();
        Path state = distribution.state();
        if (passed) StateFolder.remove(state);
        else narrator.line("logs are kept in " + state);
    }
}
