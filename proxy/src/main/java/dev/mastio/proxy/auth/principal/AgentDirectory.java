package dev.mastio.proxy.auth.principal;

import dev.mastio.proxy.registry.Agent;
import java.sql.SQLException;
import java.util.Optional;

/** Who is enrolled. Asked at each request, so that who was revoked is refused at once. */
@FunctionalInterface
public interface AgentDirectory {

    /** The agent with that identifier. */
    Optional<Agent> find(String id) throws SQLException;
}
