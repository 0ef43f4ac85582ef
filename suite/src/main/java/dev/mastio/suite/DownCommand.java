package dev.mastio.suite;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The end of what {@link UpCommand} started. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Ends the cluster of up, with its processes and data.")
final class DownCommand implements Callable<Integer> {

    @Override
    public Integer call() throws Exception {
        Distribution distribution = Distribution.fromProperties();
        Optional<RunningCluster> running = RunningCluster.find(distribution);
        if (running.isEmpty()) {
            RunningCluster.clearAway(distribution);
            System.out.println("No cluster is up.");
            return 0;
        }
        running.get().end();
        System.out.println("The cluster is down; its processes and data are gone.");
        return 0;
    }
}
