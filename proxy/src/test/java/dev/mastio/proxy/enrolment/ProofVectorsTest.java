package dev.mastio.proxy.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.Vectors;
import dev.mastio.proxy.enrolment.Approval.Grant;
import dev.mastio.proxy.pki.Pem;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Route;
import dev.mastio.proxy.wire.TestRequest;
import dev.mastio.proxy.wire.TestRequest.Answer;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract's signed texts, which the original takes, at the routes that take them here. */
@ParameterizedClass
@EnumSource(Store.Kind.class)
class ProofVectorsTest {

    private static final String STATUS = "enrollment-status:v1|";

    private final Store.Kind kind;

    @TempDir
    private Path directory;

    private Organisations acme;
    private List<Route> routes;

    ProofVectorsTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        acme = Organisations.fresh(kind, directory);
        routes = new EnrolmentRoutes(acme.enrolment, acme.nonces, acme.clock::nanoTime).routes();
    }

    @AfterEach
    void close() {
        acme.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec", "rsa2048"})
    void opensASessionByTheProofOfPossession(String key) {
        assertThat(start(Vectors.of(key)).status()).isEqualTo(201);
    }

    @Test
    void givesTheCertificateByTheProofOfAStatusRequest() throws Exception {
        JsonNode vector = Vectors.of("ec");
        String message = vector.path("status_message").textValue();
        assertThat(message).startsWith(STATUS);
        String session = message.substring(STATUS.length());
        rename(start(vector).json().path("session_id").textValue(), session);
        acme.approval.approve(session, new Grant("alice", List.of(), List.of(), "admin"));

        JsonNode answer = TestRequest.get("/v1/enrollment/" + session + "/status")
                .header("X-Enrollment-Proof", vector.path("status_signature").textValue())
                .to(routes)
                .json();

        assertThat(answer.path("agent_id").textValue()).isEqualTo("acme::alice");
        assertThat(Pem.text(Pem.certificates(answer.path("cert_pem").textValue())
                        .getFirst()
                        .getPublicKey()))
                .isEqualTo(vector.path("spki_pem").textValue());
    }

    private Answer start(JsonNode vector) {
        return TestRequest.post("/v1/enrollment/start")
                .json(new TestApplicant()
                        .start()
                        .put("pubkey_pem", vector.path("spki_pem").textValue())
                        .put("pop_signature", vector.path("pop_signature").textValue()))
                .to(routes);
    }

    /** Sessions have random names; the signature of the vector is over this one. */
    private void rename(String session, String name) throws Exception {
        acme.store.write(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE pending_enrollments SET session_id = ? WHERE session_id = ?")) {
                update.setString(1, name);
                update.setString(2, session);
                return update.executeUpdate();
            }
        });
    }
}
