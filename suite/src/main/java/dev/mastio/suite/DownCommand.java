package dev.mastio.suite;

import java.nio.file.Files;
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
            // Its supervisor may have been killed: then its control groups are still there.
            if (Files.exists(KubeScript.of(distribution).state()))
                KubeScript.of(distribution).run("down");
            StateFolder.remove(distribution.state());
            System.out.println("No cluster is up.");
            return 0;
        }
        running.get().end();
        System.out.println("The cluster is down; its processes and data are gone.");
        return 0;
    }
}
