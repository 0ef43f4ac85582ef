package dev.mastio.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The load program. */
@Command(
        name = "bench",
        description = "Drives load at a Mastio, or at any HTTP server, and says what it sustained.",
        mixinStandardHelpOptions = true,
        subcommands = {
            RunCommand.class,
            FloorCommand.class,
            SoakCommand.class,
            SoakReportCommand.class,
            AuthCommand.class,
            ReplicasCommand.class
        })
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs a command and gives its exit code. */
    static int run(String... arguments) {
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((exception, command, _) -> {
            boolean usage = exception instanceof IllegalArgumentException;
            command.getErr().println((usage ? "" : "The run could not be made: ") + message(exception));
            if (usage)
                command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
            return usage ? 2 : 3;
        });
        return line.execute(arguments);
    }

    private static String message(Exception exception) {
        String text = exception.getMessage();
        return text == null || text.isBlank() ? exception.toString() : text;
    }
}
