package dev.mastio.proxy.auth.principal;

import dev.mastio.proxy.registry.Agent;
import dev.mastio.proxy.registry.RememberedAgent;
import java.sql.SQLException;
import java.util.Optional;

/** Who is enrolled. Asked at each request, so that who was revoked is refused at once. */
@FunctionalInterface
public interface AgentDirectory {

    /** The agent with that identifier. */
    Optional<Agent> find(String id) throws SQLException;

    /**
     * The same from memory, for who compares the mark in the transaction in which something comes of it: if the registry has another one by
     * then, nothing may.
     */
    default Optional<RememberedAgent> recall(String id) {
        return Optional.empty();
    }
}
