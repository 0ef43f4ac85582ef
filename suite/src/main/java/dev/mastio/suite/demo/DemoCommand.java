package dev.mastio.suite.demo;

import dev.mastio.suite.Cluster;
import dev.mastio.suite.ClusterOption;
import dev.mastio.suite.Distribution;
import dev.mastio.suite.ExportLine;
import dev.mastio.suite.Processes;
import dev.mastio.suite.StateFolder;
import io.fabric8.kubernetes.client.KubernetesClient;
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
        Narrator narrator = new Narrator(System.out);
        narrator.step(
                kind.isReal() ? "Start Kubernetes with a node, and give it the images" : "Start an embedded cluster");
        Cluster cluster = keep ? kind.startToStay(distribution) : kind.start(distribution);
        Path state = distribution.state();
        Thread takeDown = new Thread(() -> interrupted(cluster, state), "take-down");
        Runtime.getRuntime().addShutdownHook(takeDown);
        boolean passed = false;
        try (KubernetesClient client = cluster.client()) {
            passed = run(new Demo(distribution, cluster, client, narrator));
        } finally {
            Runtime.getRuntime().removeShutdownHook(takeDown);
            if (keep) tellHowToGoOn(cluster, narrator);
            else takeDown(cluster, distribution, passed, narrator);
        }
        boolean inTime = narrator.seconds() <= within;
        String why = passed ? "every step happened" : "see above";
        narrator.verdict(passed && inTime, inTime ? why : why + "; not within " + within + " s");
        return passed && inTime ? 0 : 1;
    }

    /** Ctrl-C or SIGTERM: what a demo in full leaves behind is nothing, and a half one leaves no more. */
    private void interrupted(Cluster cluster, Path state) {
        // The load program too, which a signal to this process alone does not reach.
        Processes.ofThisProgram("dev.mastio.bench.Main").forEach(ProcessHandle::destroy);
        cluster.close();
        if (keep) return;
        try {
            StateFolder.remove(state);
        } catch (IOException e) {
            System.out.println("    left behind: " + state);
        }
    }

    private static boolean run(Demo demo) throws InterruptedException {
        try {
            demo.run();
            return true;
        } catch (DemoFailure | IOException e) {
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
