package dev.mastio.proxy.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** At its bound; what it does when agents change is in {@link AgentsTest}. */
@ParameterizedClass
@EnumSource(Store.Kind.class)
class RememberedAgentsTest {

    private static final List<String> IDS =
            IntStream.range(0, 1_300).mapToObj(i -> "acme::agent" + i).toList();

    private final Store.Kind kind;
    private final RememberedAgents agents;

    @TempDir
    private Path directory;

    private TestDatabase database;
    private Store store;

    RememberedAgentsTest(Store.Kind kind) {
        this.kind = kind;
        this.agents = new RememberedAgents(kind);
    }

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        store = database.open();
        store.write(RememberedAgentsTest::enrolAll);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void answersForAllOfMoreThanItRemembers() throws Exception {
        assertThat(found(IDS)).containsExactlyInAnyOrderElementsOf(IDS);
        assertThat(found(IDS)).containsExactlyInAnyOrderElementsOf(IDS);
    }

    @Test
    void answersForThoseThatItForgetsForTheSakeOfOthersInTheSameQuestion() throws Exception {
        found(IDS.subList(0, 1_000));
        Set<String> oldAndNew = new HashSet<>(IDS.subList(0, 200));
        oldAndNew.addAll(IDS.subList(1_000, 1_300));

        assertThat(found(oldAndNew)).isEqualTo(oldAndNew);
    }

    private Set<String> found(Iterable<String> ids) throws SQLException {
        Set<String> asked = new HashSet<>();
        ids.forEach(asked::add);
        return store.read(connection -> agents.find(connection, asked)).keySet();
    }

    private static int enrolAll(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO internal_agents (agent_id, display_name, created_at, enrollment_method)"
                        + " VALUES (?, 'an agent', '2026-06-01T12:00:00+00:00', 'connector')")) {
            for (String id : IDS) {
                insert.setString(1, id);
                insert.addBatch();
            }
            return insert.executeBatch().length;
        }
    }
}
