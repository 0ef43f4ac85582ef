package dev.mastio.proxy.admin.command;

import dev.mastio.proxy.wire.Refusal;
import java.io.PrintStream;
import java.sql.SQLException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code admin reject}. */
@Command(name = "reject", description = "Turns an applicant away.", mixinStandardHelpOptions = true)
final class RejectCommand extends Work {

    @Parameters(paramLabel = "SESSION", description = "as `pending` shows it")
    private String session = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "the applicant gets to read it")
    private String reason = "";

    RejectCommand(Workplace.Entrance entrance, PrintStream out, PrintStream err) {
        super(entrance, out, err);
    }

    @Override
    void in(Workplace workplace) throws Refusal, SQLException {
        if (reason.isEmpty()) {
            throw new Refusal(422, "--reason must not be empty: the applicant gets to read it");
        }
        requireShort(reason);
        workplace.approval().reject(session, reason, operator());
        say("rejected");
    }
}
