package dev.mastio.proxy.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.enrolment.Approval.Grant;
import dev.mastio.proxy.enrolment.Session.Status;
import dev.mastio.proxy.journal.Note;
import dev.mastio.proxy.pki.Pem;
import dev.mastio.proxy.registry.Agent;
import dev.mastio.proxy.registry.Registration;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Refusal;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Store.Kind.class)
class ApprovalTest {

    private final Store.Kind kind;

    @TempDir
    private Path directory;

    private Organisations acme;

    ApprovalTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        acme = Organisations.fresh(kind, directory);
    }

    @AfterEach
    void close() {
        acme.close();
    }

    @Test
    void makesTheAgentKnownAsTheContractSays() throws Exception {
        Session session = new TestApplicant().waiting(acme.enrolment);

        String id = acme.approval.approve(session.id(), grant("alice"));

        Registration alice = acme.agents.registration(id).orElseThrow();
        assertThat(id).isEqualTo("acme::alice");
        assertThat(alice.federated()).isTrue();
        assertThat(alice.agent().reach()).isEqualTo("both");
        assertThat(alice.agent().capabilities()).containsExactly("order.read");
        assertThat(alice.agent().principalType()).isEqualTo("agent");
        assertThat(acme.journal.actions()).containsExactly("agent.create");
        assertThat(acme.journal.notes().getFirst().detail().path("by").asText()).isEqualTo("admin");
    }

    @Test
    void takesIdsWithTheOrganisationToo() throws Exception {
        Session session = new TestApplicant().waiting(acme.enrolment);

        acme.approval.approve(session.id(), grant("acme::alice"));

        X509Certificate leaf = Pem.certificate(
                acme.agents.find("acme::alice").orElseThrow().certificatePem().orElseThrow());
        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("O=acme,CN=acme::alice");
        assertThat(leaf.getSubjectAlternativeNames()).containsExactly(List.of(6, "spiffe://cullis.local/acme/alice"));
    }

    @Test
    void refusesNamesThatWouldBeSomethingElse() throws Exception {
        Session session = new TestApplicant().waiting(acme.enrolment);

        for (String name : List.of(
                "bravo::alice",
                "acme::user::mario",
                "acme::",
                "::",
                " ",
                "a/b",
                "a b",
                "../x",
                "Ålice",
                "a".repeat(65))) {
            assertRefused(400, () -> acme.approval.approve(session.id(), grant(name)));
        }
        assertThat(acme.agents.list()).isEmpty();
    }

    @Test
    void decidesOnlyOnce() throws Exception {
        Session session = new TestApplicant().waiting(acme.enrolment);
        acme.approval.approve(session.id(), grant("alice"));

        assertThatThrownBy(() -> acme.approval.approve(session.id(), grant("bob")))
                .hasMessage("Cannot approve an enrollment in status 'approved'");
        assertThatThrownBy(() -> acme.approval.reject(session.id(), "late", "admin"))
                .hasMessage("Cannot reject an enrollment in status 'approved'");
        assertRefused(404, () -> acme.approval.approve("nothing", grant("bob")));
        assertThat(acme.agents.list()).hasSize(1);
    }

    @Test
    void letsOneOfManyWhoDecideAtOnceWin() throws Exception {
        Session session = new TestApplicant().waiting(acme.enrolment);

        int won = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<String>> decisions = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> acme.approval.approve(session.id(), grant("agent" + i))))
                    .toList();
            for (Future<String> decision : decisions) {
                try {
                    decision.get();
                    won++;
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).hasMessage("Cannot approve an enrollment in status 'approved'");
                }
            }
        }

        assertThat(won).isEqualTo(1);
        assertThat(acme.agents.list()).hasSize(1);
        assertThat(acme.journal.actions()).containsExactly("agent.create");
    }

    @Test
    void decidesNothingAfterTheSessionExpired() throws Exception {
        Session session = new TestApplicant().waiting(acme.enrolment);
        acme.clock.advance(Duration.ofMinutes(30));

        assertThatThrownBy(() -> acme.approval.approve(session.id(), grant("alice")))
                .hasMessage("Cannot approve an enrollment in status 'expired'");
        assertThat(acme.approval.pending()).isEmpty();
    }

    @Test
    void showsThoseWhoWaitNewestFirst() throws Exception {
        Session first = new TestApplicant().waiting(acme.enrolment);
        acme.clock.advance(Duration.ofSeconds(1));
        Session second = new TestApplicant().waiting(acme.enrolment);
        Session decided = new TestApplicant().waiting(acme.enrolment);
        acme.approval.reject(decided.id(), "no", "admin");

        assertThat(acme.approval.pending()).extracting(Session::id).containsExactly(second.id(), first.id());
    }

    @Test
    void givesAKnownAgentANewCertificateAndKeepsTheFormerOneForAWhile() throws Exception {
        acme.approval.approve(new TestApplicant().waiting(acme.enrolment).id(), grant("alice"));
        Agent before = acme.agents.find("acme::alice").orElseThrow();
        acme.clock.advance(Duration.ofDays(300));

        acme.approval.approve(
                new TestApplicant().waiting(acme.enrolment).id(),
                new Grant("alice", List.of("other"), List.of(), "admin"));

        Agent after = acme.agents.find("acme::alice").orElseThrow();
        assertThat(after.certificatePem()).isNotEqualTo(before.certificatePem());
        assertThat(after.capabilities()).isEqualTo(before.capabilities());
        Agent.Grace grace = after.previous().orElseThrow();
        assertThat(grace.certificatePem()).isEqualTo(before.certificatePem());
        assertThat(grace.until()).isEqualTo(acme.clock.instant().plus(Duration.ofDays(2)));
        assertThat(acme.journal.actions()).containsExactly("agent.create", "agent.cert_rotated");
    }

    @Test
    void recordsOfARenewalWhatIsInForceAndNotWhatWasAskedFor() throws Exception {
        acme.approval.approve(new TestApplicant().waiting(acme.enrolment).id(), grant("alice"));
        Agent before = acme.agents.find("acme::alice").orElseThrow();

        acme.approval.approve(
                new TestApplicant().waiting(acme.enrolment).id(),
                new Grant("alice", List.of("other"), List.of(), "admin"));

        ObjectNode recorded = acme.journal.notes().getLast().detail();
        assertThat(recorded.path("capabilities"))
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(before.capabilities())
                .doesNotContain("other");
        assertThat(recorded.path("principal_type").asText()).isEqualTo(before.principalType());
        assertThat(recorded.path("dpop_jkt").asText())
                .isEqualTo(
                        acme.agents.find("acme::alice").orElseThrow().proofKey().orElse("null"));
    }

    @Test
    void recordsThatARenewalGaveAccessBack() throws Exception {
        acme.approval.approve(new TestApplicant().waiting(acme.enrolment).id(), grant("alice"));
        acme.agents.deactivate("acme::alice", "its key was stolen", "test");

        acme.approval.approve(new TestApplicant().waiting(acme.enrolment).id(), grant("alice"));

        assertThat(acme.journal.actions())
                .containsExactly("agent.create", "agent.deactivate", "agent.cert_rotated", "agent.reactivate");
        Note note = acme.journal.notes().getLast();
        assertThat(note.agentId()).isEqualTo("acme::alice");
        assertThat(note.detail().path("by").asText()).isEqualTo("admin");
        assertThat(note.detail().path("enrollment_method").asText()).isEqualTo("connector");
    }

    @Test
    void bringsADeactivatedAgentBackWithoutItsFormerCertificate() throws Exception {
        acme.approval.approve(new TestApplicant().waiting(acme.enrolment).id(), grant("alice"));
        acme.agents.deactivate("acme::alice", "its key was stolen", "test");

        acme.approval.approve(new TestApplicant().waiting(acme.enrolment).id(), grant("alice"));

        Agent alice = acme.agents.find("acme::alice").orElseThrow();
        assertThat(alice.active()).isTrue();
        assertThat(alice.previous()).isEmpty();
    }

    @Test
    void decidesNothingWhenTheAuditLogTakesNothing() throws Exception {
        TestApplicant alice = new TestApplicant();
        Session session = alice.waiting(acme.enrolment);
        acme.journal.breakDown();

        assertThatThrownBy(() -> acme.approval.approve(session.id(), grant("alice")))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> acme.approval.reject(session.id(), "no", "admin"))
                .isInstanceOf(SQLException.class);

        assertThat(acme.agents.find("acme::alice")).isEmpty();
        assertThat(acme.enrolment
                        .status(session.id(), Optional.empty())
                        .session()
                        .status())
                .isEqualTo(Status.PENDING);
    }

    private static Grant grant(String name) {
        return new Grant(name, List.of("order.read"), List.of(), "admin");
    }

    private static void assertRefused(int status, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(status));
    }
}
