package dev.mastio.proxy.admin.command;

import dev.mastio.proxy.registry.PrincipalType;
import dev.mastio.proxy.wire.Refusal;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code admin reactivate}. */
@Command(
        name = "reactivate",
        description =
                "Gives a revoked agent, user or workload its access back, with the certificate or key that it had last.",
        mixinStandardHelpOptions = true)
final class ReactivateCommand extends Work {

    @Parameters(paramLabel = "ID", description = "as in acme::alice or acme::user::mario")
    private String id = "";

    ReactivateCommand(Workplace.Entrance entrance, PrintStream out, PrintStream err) {
        super(entrance, out, err);
    }

    @Override
    void in(Workplace workplace) throws Refusal, SQLException {
        Optional<PrincipalType> type = PrincipalType.ofId(id);
        boolean known = type.isPresent()
                ? workplace.principals().reactivate(type.get(), id, operator())
                : workplace.agents().reactivate(id, operator());
        if (!known) {
            throw nobody();
        }
        say("active: " + Printable.of(id));
    }
}
