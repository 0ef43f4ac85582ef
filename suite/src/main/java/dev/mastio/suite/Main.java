package dev.mastio.suite;

import dev.mastio.suite.demo.DemoCommand;
import dev.mastio.suite.measure.FleetCommand;
import dev.mastio.suite.measure.ReactionCommand;
import dev.mastio.suite.measure.RollCommand;
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
            ReactionCommand.class,
            RollCommand.class,
            FleetCommand.class
        },
        mixinStandardHelpOptions = true)
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}
