package dev.mastio.proxy.admin.command;

import dev.mastio.proxy.enrolment.Approval.Grant;
import dev.mastio.proxy.pki.PkiException;
import dev.mastio.proxy.wire.Refusal;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code admin approve}. */
@Command(
        name = "approve",
        description =
                "Lets an applicant in. An agent that is known already gets the new certificate and is active again.",
        mixinStandardHelpOptions = true)
final class ApproveCommand extends Work {

    @Parameters(paramLabel = "SESSION", description = "as `pending` shows it")
    private String session = "";

    @Option(
            names = "--agent-id",
            required = true,
            paramLabel = "NAME",
            description = "with or without the organisation")
    private String agentId = "";

    @Option(names = "--capability", paramLabel = "CAPABILITY", description = "what the agent may do; may be repeated")
    private List<String> capabilities = List.of();

    @Option(names = "--group", paramLabel = "GROUP", description = "may be repeated")
    private List<String> groups = List.of();

    ApproveCommand(Workplace.Entrance entrance, PrintStream out, PrintStream err) {
        super(entrance, out, err);
    }

    @Override
    void in(Workplace workplace) throws Refusal, SQLException, PkiException {
        workplace.pki().load();
        Grant grant = new Grant(agentId, List.copyOf(capabilities), List.copyOf(groups), operator());
        say("approved: " + workplace.approval().approve(session, grant));
    }
}
