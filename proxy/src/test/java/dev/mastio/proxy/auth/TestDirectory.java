package dev.mastio.proxy.auth;

import dev.mastio.proxy.auth.principal.AgentDirectory;
import dev.mastio.proxy.registry.Agent;
import dev.mastio.proxy.registry.RememberedAgent;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** An organisation's agents as one replica knows them: it remembers each, and how the registry was when it did. */
final class TestDirectory implements AgentDirectory {

    private final TestOrganisation organisation;
    private final Map<String, RememberedAgent> remembered = new ConcurrentHashMap<>();

    TestDirectory(TestOrganisation organisation) {
        this.organisation = organisation;
    }

    @Override
    public Optional<Agent> find(String id) {
        String mark = organisation.mark();
        Optional<Agent> found = Optional.ofNullable(organisation.agents.get(id));
        found.ifPresent(agent -> remembered.put(id, new RememberedAgent(agent, mark)));
        return found;
    }

    @Override
    public Optional<RememberedAgent> recall(String id) {
        return Optional.ofNullable(remembered.get(id));
    }
}
