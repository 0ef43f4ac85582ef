package dev.mastio.proxy.admin.command;

import dev.mastio.proxy.wire.Refusal;
import java.io.PrintStream;
import java.sql.SQLException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code admin reactivate}. */
@Command(
        name = "reactivate",
        description = "Gives a revoked agent its access back, with the certificate that it had last.",
        mixinStandardHelpOptions = true)
final class ReactivateCommand extends Work {

    @Parameters(paramLabel = "AGENT", description = "its id, as in acme::alice")
    private String agent = "";

    ReactivateCommand(Workplace.Entrance entrance, PrintStream out, PrintStream err) {
        super(entrance, out, err);
    }

    @Override
    void in(Workplace workplace) throws Refusal, SQLException {
        if (!workplace.agents().reactivate(agent)) {
            throw unknownAgent();
        }
        say("active: " + Printable.of(agent));
    }
}
