package dev.mastio.proxy.registry;

import dev.mastio.proxy.store.GroupedRead;
import dev.mastio.proxy.store.Store;
import java.sql.SQLException;
import java.util.Optional;

/** Looks agents up for requests that come together. */
public final class AgentLookups implements AutoCloseable {

    private final RememberedAgents remembered;
    private final GroupedRead<String, Agent> reads;

    AgentLookups(Store store) {
        this.remembered = new RememberedAgents(store.kind());
        this.reads = new GroupedRead<>("registry of agents", store, remembered);
    }

    /** The agent with that identifier, as it is now. */
    public Optional<Agent> find(String id) throws SQLException {
        return reads.find(id);
    }

    /** The same without a look at the database, for who compares the mark before anything comes of it; empty if it was not read lately. */
    public Optional<RememberedAgent> recall(String id) {
        return remembered.recall(id);
    }

    /**
     * Returns if questions are answered.
     *
     * @throws SQLException if they are not, and never will be
     */
    public void check() throws SQLException {
        reads.check();
    }

    @Override
    public void close() {
        reads.close();
    }
}
