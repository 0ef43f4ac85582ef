package dev.mastio.proxy.enrolment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.pki.Fingerprints;
import dev.mastio.proxy.pki.Pem;
import dev.mastio.proxy.pki.TestKeys;
import dev.mastio.proxy.wire.Json;
import java.security.KeyPair;
import java.util.Optional;

/** A Connector that wants to enrol. */
public record TestApplicant(KeyPair pair) {

    public TestApplicant() {
        this(TestKeys.p256());
    }

    /** What it posts to start. */
    public ObjectNode start() {
        return Json.object()
                .put("pubkey_pem", Pem.text(pair.getPublic()))
                .put("requester_name", "Alice")
                .put("requester_email", "alice@acme.example")
                .put("reason", "wants in")
                .put("device_info", "{\"os\":\"linux\"}")
                .put("pop_signature", proof());
    }

    public String proof() {
        return TestKeys.prove(pair, "enrollment-pop:v1|" + Fingerprints.of(pair.getPublic()));
    }

    /** The header with which it asks how its session stands. */
    public String statusProof(String sessionId) {
        return TestKeys.prove(pair, "enrollment-status:v1|" + sessionId);
    }

    /** A session of it that waits for a decision. */
    public Session waiting(Enrolment enrolment) throws Exception {
        return enrolment.start(new Applicant(
                Pem.text(pair.getPublic()),
                "Alice",
                "alice@acme.example",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                proof(),
                new Applicant.Attestation(Optional.empty(), Optional.empty(), Optional.empty(), false),
                "agent"));
    }
}
