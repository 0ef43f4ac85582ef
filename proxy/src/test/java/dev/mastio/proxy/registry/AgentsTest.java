package dev.mastio.proxy.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mastio.proxy.MovableClock;
import dev.mastio.proxy.journal.RecordedJournal;
import dev.mastio.proxy.registry.Agent.Grace;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Store.Kind.class)
class AgentsTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final Duration GRACE = Duration.ofDays(2);
    private static final String ALICE = "acme::alice";

    private final Store.Kind kind;

    @TempDir
    private Path directory;

    private final MovableClock clock = new MovableClock(NOON);
    private final RecordedJournal journal = new RecordedJournal();
    private TestDatabase database;
    private Store store;
    private Agents agents;

    AgentsTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        store = database.open();
        agents = new Agents(store, journal, GRACE, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void findsWhomItLetIn() throws Exception {
        assertThat(agents.add(admission("certificate 1", Optional.of("key 1")))).isTrue();

        assertThat(agents.find(ALICE))
                .contains(new Agent(
                        ALICE,
                        "Alice \"A\" Ålund",
                        List.of("order.read", "a\"b"),
                        Optional.of("certificate 1"),
                        true,
                        Optional.of("key 1"),
                        Optional.empty(),
                        "agent",
                        "both",
                        NOON));
        assertThat(agents.find("acme::bob")).isEmpty();
    }

    @Test
    void looksUpWhomManyAskFor() throws Exception {
        agents.add(admission("certificate 1", Optional.of("key 1")));

        try (AgentLookups lookups = agents.lookups()) {
            assertThat(lookups.find(ALICE)).isEqualTo(agents.find(ALICE)).isPresent();
            assertThat(lookups.find("acme::bob")).isEmpty();

            agents.deactivate(ALICE, "left", "test");
            assertThat(lookups.find(ALICE).orElseThrow().active()).isFalse();
        }
    }

    @Test
    void looksAgainOnlyWhenAnAgentWasChangedByWhicheverProcess() throws Exception {
        agents.add(admission("certificate 1", Optional.of("key 1")));
        Agents elsewhere = new Agents(database.open(), journal, GRACE, clock);

        try (AgentLookups lookups = agents.lookups()) {
            Agent first = lookups.find(ALICE).orElseThrow();
            elsewhere.add(admission("acme::bob", "certificate 2", Optional.empty()));
            assertThat(lookups.find("acme::bob")).isPresent();
            Agent second = lookups.find(ALICE).orElseThrow();
            assertThat(second).isEqualTo(first);
            assertThat(lookups.find(ALICE).orElseThrow()).isSameAs(second);

            elsewhere.deactivate(ALICE, "left", "test");
            assertThat(lookups.find(ALICE).orElseThrow().active()).isFalse();
            elsewhere.reactivate(ALICE, "test");
            assertThat(lookups.find(ALICE)).contains(first);

            run("DELETE FROM internal_agents WHERE agent_id = '" + ALICE + "'");
            assertThat(lookups.find(ALICE)).isEmpty();
            assertThat(lookups.find("acme::bob")).isPresent();
        }
    }

    @Test
    void recallsWhomItHasReadAndTheMarkUnderWhichItDid() throws Exception {
        agents.add(admission("certificate 1", Optional.of("key 1")));

        try (AgentLookups lookups = agents.lookups()) {
            assertThat(lookups.recall(ALICE)).isEmpty();
            Agent read = lookups.find(ALICE).orElseThrow();
            assertThat(lookups.recall(ALICE)).contains(new RememberedAgent(read, mark()));

            agents.deactivate(ALICE, "left", "test");
            assertThat(lookups.recall(ALICE).orElseThrow().mark()).isNotEqualTo(mark());
            lookups.find("acme::bob");
            assertThat(lookups.recall(ALICE)).isEmpty();
        }
    }

    @Test
    void looksAgainWhateverStatementHasChangedAnAgent() throws Exception {
        agents.add(admission("certificate 1", Optional.of("key 1")));
        List<String> changes = switch (kind) {
            case SQLITE -> List.of("INSERT OR REPLACE INTO internal_agents " + renamed(0));
            case POSTGRES ->
                List.of(
                        "INSERT INTO internal_agents " + renamed(0)
                                + " ON CONFLICT (agent_id) DO UPDATE SET display_name = EXCLUDED.display_name",
                        "SET LOCAL session_replication_role = replica; UPDATE internal_agents SET display_name = '1'",
                        "SET LOCAL search_path = pg_catalog; UPDATE public.internal_agents SET display_name = '2'",
                        "CREATE TEMP TABLE registry_mark (mark text) ON COMMIT DROP;"
                                + " UPDATE internal_agents SET display_name = '3'");
        };

        try (AgentLookups lookups = agents.lookups()) {
            for (int i = 0; i < changes.size(); i++) {
                assertThat(lookups.find(ALICE)).isPresent();
                run(changes.get(i));
                assertThat(lookups.find(ALICE).orElseThrow().displayName())
                        .as(changes.get(i))
                        .isEqualTo(Integer.toString(i));
            }
        }
    }

    @Test
    void remembersNobodyOnceTheDatabaseIsTheOneFromBefore() throws Exception {
        String before = mark();
        agents.add(admission("certificate 1", Optional.of("key 1")));

        try (AgentLookups lookups = agents.lookups()) {
            assertThat(lookups.find(ALICE)).isPresent();
            run("DELETE FROM internal_agents");
            run("UPDATE registry_mark SET mark = '" + before + "'");

            assertThat(lookups.find(ALICE)).isEmpty();
        }
    }

    @Test
    void hasOneMark() {
        assertThatThrownBy(() -> run("INSERT INTO registry_mark (id, mark) VALUES (2, 'another')"))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> run("INSERT INTO registry_mark (id, mark) VALUES (1, 'another')"))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void letsNobodyTakeATakenId() throws Exception {
        agents.add(admission("certificate 1", Optional.empty()));

        assertThat(agents.add(admission("certificate 2", Optional.empty()))).isFalse();

        assertThat(agents.find(ALICE).orElseThrow().certificatePem()).contains("certificate 1");
        assertThat(journal.actions()).containsExactly("agent.create");
    }

    @Test
    void keepsAReplacedProofKeyGoodForAWhile() throws Exception {
        agents.add(admission("certificate 1", Optional.of("key 1")));

        assertThat(agents.setProofKey(ALICE, "key 2")).isTrue();

        Agent alice = agents.find(ALICE).orElseThrow();
        assertThat(alice.proofKey()).contains("key 2");
        assertThat(alice.previous()).contains(new Grace(Optional.empty(), Optional.of("key 1"), NOON.plus(GRACE)));
    }

    @Test
    void neitherEndsNorExtendsTheGraceOfACertificateWhenTheProofKeyChanges() throws Exception {
        agents.add(admission("certificate 1", Optional.of("key 1")));
        renew(admission("certificate 2", Optional.of("key 2")));
        clock.advance(Duration.ofDays(1));

        agents.setProofKey(ALICE, "key 3");

        assertThat(agents.find(ALICE).orElseThrow().previous())
                .contains(new Grace(Optional.of("certificate 1"), Optional.of("key 2"), NOON.plus(GRACE)));
    }

    @Test
    void doesNotBringBackACertificateWhoseGraceIsOver() throws Exception {
        agents.add(admission("certificate 1", Optional.of("key 1")));
        renew(admission("certificate 2", Optional.of("key 2")));
        clock.advance(Duration.ofDays(3));

        agents.setProofKey(ALICE, "key 3");

        assertThat(agents.find(ALICE).orElseThrow().previous())
                .contains(new Grace(
                        Optional.empty(), Optional.of("key 2"), clock.instant().plus(GRACE)));
    }

    @Test
    void takesAllAccessFromOneWhoIsDeactivated() throws Exception {
        agents.add(admission("certificate 1", Optional.of("key 1")));
        renew(admission("certificate 2", Optional.of("key 2")));

        assertThat(agents.deactivate(ALICE, "left", "test")).isTrue();

        Agent alice = agents.find(ALICE).orElseThrow();
        assertThat(alice.active()).isFalse();
        assertThat(alice.previous()).isEmpty();
        assertThat(agents.reactivate(ALICE, "test")).isTrue();
        assertThat(agents.find(ALICE).orElseThrow().active()).isTrue();
        assertThat(journal.actions())
                .containsExactly("agent.create", "agent.cert_rotated", "agent.deactivate", "agent.reactivate");
        assertThat(journal.notes().subList(2, 4))
                .allMatch(note -> note.detail().path("by").asText().equals("test"));
    }

    @Test
    void aProofKeyReplacedWhileItsAgentIsDeactivatedHasNoGrace() throws Exception {
        agents.add(admission("certificate 1", Optional.of("stolen key")));
        agents.deactivate(ALICE, "its key was stolen", "test");

        agents.setProofKey(ALICE, "key 2");
        agents.reactivate(ALICE, "test");

        Agent alice = agents.find(ALICE).orElseThrow();
        assertThat(alice.proofKey()).contains("key 2");
        assertThat(alice.previous()).isEmpty();
    }

    @Test
    void countsChangesToWhoIsKnownOutside() throws Exception {
        agents.add(admission("certificate 1", Optional.empty()));

        agents.setFederated(ALICE, true);
        Registration shown = agents.registration(ALICE).orElseThrow();
        assertThat(shown.federated()).isTrue();
        assertThat(shown.federatedAt()).contains(NOON);
        agents.setFederated(ALICE, false);
        Registration hidden = agents.registration(ALICE).orElseThrow();
        assertThat(hidden.federated()).isFalse();
        assertThat(hidden.federatedAt()).isEmpty();
        assertThat(hidden.federationRevision()).isEqualTo(2);
    }

    @Test
    void saysSoWhenThereIsNobody() throws Exception {
        assertThat(agents.deactivate("acme::nobody", "", "test")).isFalse();
        assertThat(agents.reactivate("acme::nobody", "test")).isFalse();
        assertThat(agents.setProofKey("acme::nobody", "key")).isFalse();
        assertThat(agents.setFederated("acme::nobody", true)).isFalse();
        assertThat(journal.notes()).isEmpty();
    }

    @Test
    void changesNothingWhenTheAuditLogTakesNothing() throws Exception {
        agents.add(admission("certificate 1", Optional.of("key 1")));
        Registration before = agents.registration(ALICE).orElseThrow();
        journal.breakDown();

        assertThatThrownBy(() -> agents.deactivate(ALICE, "left", "test")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> agents.setProofKey(ALICE, "key 2")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> agents.setFederated(ALICE, true)).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> renew(admission("certificate 2", Optional.empty())))
                .isInstanceOf(SQLException.class);

        assertThat(agents.registration(ALICE)).contains(before);
    }

    private static String renamed(int name) {
        return "(agent_id, display_name, created_at, enrollment_method) SELECT agent_id, '" + name
                + "', created_at, enrollment_method FROM internal_agents WHERE agent_id = '" + ALICE + "'";
    }

    private String mark() throws SQLException {
        return store.read(AgentRows::mark);
    }

    private void run(String sql) throws SQLException {
        store.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    private void renew(Admission admission) throws SQLException {
        store.write(connection -> {
            agents.admit(connection, admission);
            return true;
        });
    }

    private static Admission admission(String certificate, Optional<String> proofKey) {
        return admission(ALICE, certificate, proofKey);
    }

    private static Admission admission(String id, String certificate, Optional<String> proofKey) {
        return new Admission(
                id,
                "Alice \"A\" Ålund",
                List.of("order.read", "a\"b"),
                certificate,
                proofKey,
                "connector",
                Optional.of("spiffe://cullis.local/acme/alice"),
                false,
                "agent",
                Optional.empty(),
                "admin");
    }
}
