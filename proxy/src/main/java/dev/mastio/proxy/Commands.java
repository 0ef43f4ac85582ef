package dev.mastio.proxy;

import dev.mastio.proxy.admin.command.AdminCommand;
import dev.mastio.proxy.audit.verify.AuditCommand;
import dev.mastio.proxy.audit.verify.VerifyCommand;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What the program does when it is given arguments, instead of running a proxy. */
@Command(
        name = "mastio-proxy",
        description = "Without arguments: runs the proxy, as the environment says.",
        mixinStandardHelpOptions = true)
final class Commands {

    private static final int WRONG_USAGE = 64;

    private Commands() {}

    /** Runs the command that the arguments name; returns its exit code. */
    static int run(
            Map<String, String> environment, InputStream in, PrintStream out, PrintStream err, String... arguments) {
        CommandLine audit =
                new CommandLine(new AuditCommand()).addSubcommand(new CommandLine(new VerifyCommand(out, err)));
        return new CommandLine(new Commands())
                .addSubcommand(audit)
                .addSubcommand(AdminCommand.of(new Workplaces(environment), in, out, err))
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((wrong, args) -> {
                    wrong.getCommandLine().getErr().println(wrong.getMessage());
                    wrong.getCommandLine().usage(wrong.getCommandLine().getErr());
                    return WRONG_USAGE;
                })
                .execute(arguments);
    }
}
