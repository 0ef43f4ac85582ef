package dev.mastio.proxy.registry;

import dev.mastio.proxy.store.GroupedRead;
import dev.mastio.proxy.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Looks agents up, and remembers them until one is changed, by whichever process: the database then has another mark, which is asked for
 * each time. For one thread at a time.
 */
final class RememberedAgents implements GroupedRead.Lookup<String, Agent> {

    /** With two certificates some four kilobytes each. */
    private static final int KEPT = 1_024;

    private final Store.Kind kind;
    private final Map<String, Agent> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Agent> eldest) {
            return size() > KEPT;
        }
    };
    private String mark = "";

    RememberedAgents(Store.Kind kind) {
        this.kind = kind;
    }

    @Override
    public Map<String, Agent> find(Connection connection, Set<String> ids) throws SQLException {
        // Before the agents: they then are as the mark says, or newer, and forgotten with the next look at it.
        String now = AgentRows.mark(connection);
        if (!now.equals(mark)) {
            known.clear();
            mark = now;
        }
        Map<String, Agent> found = new HashMap<>();
        Set<String> unknown = new HashSet<>();
        for (String id : ids) {
            Agent agent = known.get(id);
            if (agent == null) {
                unknown.add(id);
            } else {
                found.put(id, agent);
            }
        }
        if (!unknown.isEmpty()) {
            Map<String, Agent> read = AgentRows.find(connection, kind, unknown);
            found.putAll(read);
            // Only now: this forgets others, maybe some of those that are asked for.
            known.putAll(read);
        }
        return found;
    }
}
