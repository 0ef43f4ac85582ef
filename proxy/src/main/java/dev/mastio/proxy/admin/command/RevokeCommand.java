package dev.mastio.proxy.admin.command;

import dev.mastio.proxy.registry.PrincipalType;
import dev.mastio.proxy.wire.Refusal;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code admin revoke}. */
@Command(
        name = "revoke",
        description =
                "Takes all access from an agent, user or workload: its certificates, tokens and graces are refused from now on.",
        mixinStandardHelpOptions = true)
final class RevokeCommand extends Work {

    @Parameters(paramLabel = "ID", description = "as in acme::alice or acme::user::mario")
    private String id = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "for the audit log")
    private String reason = "";

    RevokeCommand(Workplace.Entrance entrance, PrintStream out, PrintStream err) {
        super(entrance, out, err);
    }

    @Override
    void in(Workplace workplace) throws Refusal, SQLException {
        requireShort(reason);
        String why = reason.isEmpty() ? operator() : reason + " (" + operator() + ")";
        Optional<PrincipalType> type = PrincipalType.ofId(id);
        boolean known = type.isPresent()
                ? workplace.principals().deactivate(type.get(), id, why, operator())
                : workplace.agents().deactivate(id, why, operator());
        if (!known) {
            throw nobody();
        }
        say("revoked: " + Printable.of(id));
    }
}
