package dev.mastio.suite;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** An embedded cluster that stays, with the operator installed. */
@Command(name = "up", description = "Starts an embedded cluster in the background and installs the operator on it.")
final class UpCommand implements Callable<Integer> {

    @Option(names = "--without-operator", description = "Only the cluster.")
    private boolean withoutOperator;

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        Distribution distribution = Distribution.fromProperties();
        Optional<RunningCluster> running = RunningCluster.find(distribution);
        if (running.isPresent()) {
            out.printf(
                    "It runs already, as process %d. ./mastio down ends it.%n",
                    running.get().process().pid());
            out.printf("export KUBECONFIG=%s%n", distribution.state().resolve("kubeconfig"));
            return 0;
        }
        StateFolder.remove(distribution.state());
        EmbeddedCluster cluster = EmbeddedCluster.start(distribution, List.of());
        if (!withoutOperator) {
            try (KubernetesClient client = cluster.client()) {
                Installation.install(client, distribution);
            } catch (Exception e) {
                cluster.close();
                throw e;
            }
        }
        out.printf(
                "The cluster is up (process %d)%s.%n",
                cluster.pid(), withoutOperator ? "" : " and the operator is ready");
        out.printf("export KUBECONFIG=%s%n", cluster.kubeconfig());
        return 0;
    }
}
