package dev.mastio.proxy.registry;

import dev.mastio.proxy.store.GroupedRead;
import dev.mastio.proxy.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Looks agents up, and remembers them until one is changed, by whichever process: the database then has another mark, which is asked for
 * each time.
 */
final class RememberedAgents implements GroupedRead.Lookup<String, Agent> {

    /** With two certificates some four kilobytes each. */
    private static final int KEPT = 1_024;

    private final Store.Kind kind;
    /** To be held for whatever is below, but not while the database is asked. */
    private final ReentrantLock lock = new ReentrantLock();

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
        Map<String, Agent> found = known(ids, AgentRows.mark(connection));
        Set<String> unknown = new HashSet<>(ids);
        unknown.removeAll(found.keySet());
        if (!unknown.isEmpty()) {
            Map<String, Agent> read = AgentRows.find(connection, kind, unknown);
            found.putAll(read);
            // Only now: this forgets others, maybe some of those that are asked for.
            remember(read);
        }
        return found;
    }

    /** That one, if it was read under the mark that was seen last. Whoever asks compares that mark with the database's. */
    Optional<RememberedAgent> recall(String id) {
        lock.lock();
        try {
            return Optional.ofNullable(known.get(id)).map(agent -> new RememberedAgent(agent, mark));
        } finally {
            lock.unlock();
        }
    }

    private Map<String, Agent> known(Set<String> ids, String now) {
        lock.lock();
        try {
            if (!now.equals(mark)) {
                known.clear();
                mark = now;
            }
            Map<String, Agent> found = new HashMap<>();
            for (String id : ids) {
                Agent agent = known.get(id);
                if (agent != null) {
                    found.put(id, agent);
                }
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    private void remember(Map<String, Agent> read) {
        lock.lock();
        try {
            known.putAll(read);
        } finally {
            lock.unlock();
        }
    }
}
