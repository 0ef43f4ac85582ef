package dev.mastio.suite;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A cluster that stays, with the operator installed. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Starts a cluster in the background and installs the operator on it.")
final class UpCommand implements Callable<Integer> {

    @Option(names = "--without-operator", description = "Only the cluster.")
    private boolean withoutOperator;

    @Mixin
    private ClusterOption kind = new ClusterOption();

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        Distribution distribution = Distribution.fromProperties();
        Optional<RunningCluster> running = RunningCluster.find(distribution);
        if (running.isPresent()) {
            out.printf(
                    "A cluster runs already, as process %d. ./mastio down ends it.%n",
                    running.get().process().pid());
            out.println(ExportLine.of(running.get().kubeconfig()));
            return 0;
        }
        Cluster cluster = kind.startToStay(distribution);
        if (!withoutOperator) {
            try (KubernetesClient client = cluster.client()) {
                Installation.install(cluster, client, distribution);
            } catch (Exception e) {
                cluster.close();
                throw e;
            }
        }
        out.printf(
                "The cluster is up%s; ./mastio down ends it.%n", withoutOperator ? "" : " and the operator is ready");
        out.println(ExportLine.of(cluster.kubeconfig()));
        return 0;
    }
}
