package dev.mastio.proxy.admin.command;

import dev.mastio.proxy.wire.Refusal;
import java.io.PrintStream;
import java.sql.SQLException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code admin revoke}. */
@Command(
        name = "revoke",
        description = "Takes all access from an agent: its certificates, tokens and graces are refused from now on.",
        mixinStandardHelpOptions = true)
final class RevokeCommand extends Work {

    @Parameters(paramLabel = "AGENT", description = "its id, as in acme::alice")
    private String agent = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "for the audit log")
    private String reason = "";

    RevokeCommand(Workplace.Entrance entrance, PrintStream out, PrintStream err) {
        super(entrance, out, err);
    }

    @Override
    void in(Workplace workplace) throws Refusal, SQLException {
        if (!workplace.agents().deactivate(agent, reason.isEmpty() ? operator() : reason + " (" + operator() + ")")) {
            throw unknownAgent();
        }
        say("revoked: " + Printable.of(agent));
    }
}
