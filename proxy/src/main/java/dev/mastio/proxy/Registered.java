package dev.mastio.proxy;

import dev.mastio.proxy.auth.principal.AgentDirectory;
import dev.mastio.proxy.registry.Agent;
import dev.mastio.proxy.registry.AgentLookups;
import dev.mastio.proxy.registry.RememberedAgent;
import java.sql.SQLException;
import java.util.Optional;

/** The agents of the registry, for authentication. */
record Registered(AgentLookups lookups) implements AgentDirectory {

    @Override
    public Optional<Agent> find(String id) throws SQLException {
        return lookups.find(id);
    }

    @Override
    public Optional<RememberedAgent> recall(String id) {
        return lookups.recall(id);
    }
}
