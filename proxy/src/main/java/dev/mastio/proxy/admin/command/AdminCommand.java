package dev.mastio.proxy.admin.command;

import java.io.InputStream;
import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code admin}. */
@Command(
        name = "admin",
        description =
                "Looks after the service whose settings are in the environment. Works on its database, whether it runs or not.",
        mixinStandardHelpOptions = true)
public final class AdminCommand {

    private AdminCommand() {}

    /** The command with all that it can do. */
    public static CommandLine of(Workplace.Entrance entrance, InputStream in, PrintStream out, PrintStream err) {
        return new CommandLine(new AdminCommand())
                .addSubcommand(new BootstrapCommand(entrance, in, out, err))
                .addSubcommand(new PasswordCommand(entrance, in, out, err))
                .addSubcommand(new PendingCommand(entrance, out, err))
                .addSubcommand(new ApproveCommand(entrance, out, err))
                .addSubcommand(new RejectCommand(entrance, out, err))
                .addSubcommand(new AgentsCommand(entrance, out, err))
                .addSubcommand(new RevokeCommand(entrance, out, err))
                .addSubcommand(new ReactivateCommand(entrance, out, err))
                .addSubcommand(new RotateCommand(entrance, out, err))
                .addSubcommand(new ExportCommand(entrance, out, err));
    }
}
