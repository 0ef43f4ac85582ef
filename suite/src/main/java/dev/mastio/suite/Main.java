package dev.mastio.suite;

import dev.mastio.suite.conformance.ConformanceCommand;
import dev.mastio.suite.demo.DemoCommand;
import dev.mastio.suite.faults.FaultsCommand;
import dev.mastio.suite.measure.AuthCommand;
import dev.mastio.suite.measure.ReactionCommand;
import dev.mastio.suite.measure.ReadyCommand;
import dev.mastio.suite.measure.ReplicasCommand;
import dev.mastio.suite.measure.RollCommand;
import dev.mastio.suite.measure.SoaksCommand;
import dev.mastio.suite.measure.fleet.FleetCommand;
import dev.mastio.suite.rights.RightsCommand;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What {@code ./mastio} hands on to. */
@Command(
        name = "mastio",
        description = "The embedded cluster and the demo.",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            DownCommand.class,
            AotCacheCommand.class,
            ReadyCommand.class,
            AuthCommand.class,
            ReplicasCommand.class,
            ReactionCommand.class,
            RollCommand.class,
            SoaksCommand.class,
            FleetCommand.class,
            FaultsCommand.class,
            RightsCommand.class,
            ConformanceCommand.class
        },
        mixinStandardHelpOptions = true)
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        int code;
        try (Interruption _ = new Interruption()) {
            code = run(arguments);
        }
        System.exit(code);
    }

    private static int run(String[] arguments) {
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((exception, command, _) -> {
            // What went wrong outside of this program is said in a sentence; a stack trace is for what is wrong inside.
            if (Interruption.isReason(exception)) command.getErr().println("Interrupted.");
            else if (exception instanceof IOException) command.getErr().println(exception.getMessage());
            else exception.printStackTrace(command.getErr());
            return 1;
        });
        return line.execute(arguments);
    }
}
