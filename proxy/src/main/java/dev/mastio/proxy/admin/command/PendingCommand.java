package dev.mastio.proxy.admin.command;

import dev.mastio.proxy.enrolment.Session;
import dev.mastio.proxy.wire.Timestamp;
import java.io.PrintStream;
import java.sql.SQLException;
import picocli.CommandLine.Command;

/** {@code admin pending}. */
@Command(
        name = "pending",
        description =
                "Shows applicants who wait for a decision, newest first, one a line, fields separated by tabs: session, SHA-256 of the"
                        + " key, name, address, reason, end of the session, and what it asks to be: an agent, or a workload, which may have certificates made for users.",
        mixinStandardHelpOptions = true)
final class PendingCommand extends Work {

    PendingCommand(Workplace.Entrance entrance, PrintStream out, PrintStream err) {
        super(entrance, out, err);
    }

    @Override
    void in(Workplace workplace) throws SQLException {
        for (Session session : workplace.approval().pending()) {
            say(String.join(
                    "\t",
                    session.id(),
                    session.fingerprint(),
                    Printable.of(session.requesterName()),
                    Printable.of(session.requesterEmail()),
                    Printable.of(session.reason().orElse("-")),
                    Timestamp.text(session.expiresAt()),
                    Printable.of(session.principalType())));
        }
    }
}
