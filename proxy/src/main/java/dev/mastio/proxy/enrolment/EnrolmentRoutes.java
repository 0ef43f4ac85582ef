package dev.mastio.proxy.enrolment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.enrolment.Applicant.Attestation;
import dev.mastio.proxy.enrolment.Session.Granted;
import dev.mastio.proxy.enrolment.Session.Status;
import dev.mastio.proxy.limits.AddressBudget;
import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.wire.AddressGuard;
import dev.mastio.proxy.wire.Fields;
import dev.mastio.proxy.wire.Guard;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Request;
import dev.mastio.proxy.wire.Route;
import dev.mastio.proxy.wire.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** What applicants may call without being known, each within a budget for their address. */
public final class EnrolmentRoutes {

    private static final int STARTS_PER_MINUTE = 5;
    /** So that it takes many addresses to fill the waiting room. */
    private static final int STARTS_PER_LIFETIME = 20;

    private static final int LOOKS_PER_MINUTE = 60;
    private static final int NONCES_PER_MINUTE = 30;
    private static final int POLL_SECONDS = 5;
    private static final int MAX_REASON = 1_000;
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");

    private final Enrolment enrolment;
    private final AttestationNonces nonces;
    private final LongSupplier nanoTime;

    /**
     * The routes to that waiting room.
     *
     * @param nanoTime by which addresses are limited; such as {@link System#nanoTime}
     */
    public EnrolmentRoutes(Enrolment enrolment, AttestationNonces nonces, LongSupplier nanoTime) {
        this.enrolment = enrolment;
        this.nonces = nonces;
        this.nanoTime = nanoTime;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.post(
                        "/v1/enrollment/start",
                        Family.ENROLLMENT,
                        within(STARTS_PER_MINUTE, "enrollment rate limit exceeded")
                                .before(withinLifetime().before(this::start))),
                Route.get(
                        "/v1/enrollment/attestation-nonce",
                        Family.ENROLLMENT,
                        within(NONCES_PER_MINUTE, "attestation nonce rate limit exceeded")
                                .before(this::nonce)),
                Route.get(
                        "/v1/enrollment/{session}/status",
                        Family.ENROLLMENT,
                        within(LOOKS_PER_MINUTE, "enrollment status rate limit exceeded")
                                .before(this::status)));
    }

    private Guard within(int perMinute, String refusal) {
        return new AddressGuard(new AddressBudget(perMinute, nanoTime), refusal);
    }

    private Guard withinLifetime() {
        return new AddressGuard(
                new AddressBudget(STARTS_PER_LIFETIME, Enrolment.LIFETIME, nanoTime), "enrollment rate limit exceeded");
    }

    private Reply start(Request request) throws Exception {
        Session session = enrolment.start(applicant(request));
        String base = "https://" + request.authority();
        return Reply.json(
                201,
                Json.object()
                        .put("session_id", session.id())
                        .put("status", session.status().wire())
                        .put("poll_url", base + "/v1/enrollment/" + session.id() + "/status")
                        .put("enroll_url", base + "/enroll?session=" + session.id())
                        .put("poll_interval_s", POLL_SECONDS)
                        .put("expires_at", Timestamp.text(session.expiresAt())));
    }

    private Reply status(Request request) throws Exception {
        Enrolment.View view = enrolment.status(request.parameter("session"), request.header("X-Enrollment-Proof"));
        Session session = view.session();
        Optional<Granted> granted =
                session.granted().filter(it -> view.toApplicant() && session.status() == Status.APPROVED);
        Optional<String> rejection =
                session.rejectionReason().filter(it -> view.toApplicant() && session.status() == Status.REJECTED);
        ObjectNode body = Json.object()
                .put("session_id", session.id())
                .put("status", session.status().wire())
                .put("agent_id", granted.map(Granted::agentId).orElse(null))
                .put("cert_pem", granted.map(Granted::certificatePem).orElse(null));
        if (granted.isPresent()) {
            granted.get().capabilities().forEach(body.putArray("capabilities")::add);
        } else {
            body.putNull("capabilities");
        }
        return Reply.json(body.put("rejection_reason", rejection.orElse(null)));
    }

    private Reply nonce(Request request) throws Exception {
        AttestationNonces.Nonce nonce = nonces.next();
        return Reply.json(Json.object()
                .put("nonce_id", nonce.id())
                .put("nonce_b64", nonce.value())
                .put("expires_at_epoch", nonce.expiresAt().getEpochSecond()));
    }

    private static Applicant applicant(Request request) throws Refusal {
        Fields fields = Fields.of(request.body());
        String key = fields.text("pubkey_pem", 100, 8_192);
        String name = fields.text("requester_name", 1, 200);
        String email = fields.text("requester_email", 3, 320);
        if (!EMAIL.matcher(email).matches()) {
            fields.wrong("requester_email", "requester_email must be a valid email address");
        }
        Applicant applicant = new Applicant(
                key,
                name,
                email,
                fields.optionalText("reason", MAX_REASON),
                fields.optionalText("device_info", 500),
                fields.optionalObject("dpop_jwk"),
                fields.optionalText("pop_signature", 2_048).orElse(""),
                new Attestation(
                        fields.optionalText("attestation_nonce_id", 128),
                        fields.optionalText("tpm_quote_b64", 16_384),
                        fields.optionalText("tpm_manufacturer", 64),
                        fields.flag("tpm_ek_cert_present", false)),
                fields.optionalText("principal_type", 32).orElse("agent"));
        if (!applicant.principalType().equals("agent")
                && !applicant.principalType().equals("workload")) {
            fields.wrong("principal_type", "principal_type must be 'agent' or 'workload'");
        }
        fields.check();
        return applicant;
    }
}
