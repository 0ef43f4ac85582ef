package dev.mastio.proxy.admin.command;

import dev.mastio.proxy.registry.Agent;
import dev.mastio.proxy.registry.Registration;
import dev.mastio.proxy.wire.Timestamp;
import java.io.PrintStream;
import java.sql.SQLException;
import picocli.CommandLine.Command;

/** {@code admin agents}. */
@Command(
        name = "agents",
        description =
                "Shows all agents, oldest first, one a line, fields separated by tabs: id, active or revoked, since when it is known,"
                        + " capabilities.",
        mixinStandardHelpOptions = true)
final class AgentsCommand extends Work {

    AgentsCommand(Workplace.Entrance entrance, PrintStream out, PrintStream err) {
        super(entrance, out, err);
    }

    @Override
    void in(Workplace workplace) throws SQLException {
        for (Registration registration : workplace.agents().list()) {
            Agent agent = registration.agent();
            say(String.join(
                    "\t",
                    agent.id(),
                    agent.active() ? "active" : "revoked",
                    Timestamp.text(agent.createdAt()),
                    Printable.of(String.join(",", agent.capabilities()))));
        }
    }
}
