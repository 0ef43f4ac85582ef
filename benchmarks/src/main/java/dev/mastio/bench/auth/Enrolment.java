package dev.mastio.bench.auth;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Enrols agents with the admin secret, each under a new name. */
final class Enrolment {

    /** Different in each run: a name is taken for good. */
    private static final String RUN = Long.toHexString(System.nanoTime());

    private static final AtomicLong SERIAL = new AtomicLong();

    private final String adminSecret;

    Enrolment(String adminSecret) {
        this.adminSecret = adminSecret;
    }

    /** Asks for one. */
    HttpsConnection.Answer ask(HttpsConnection connection) throws IOException {
        return connection.post(
                "/v1/admin/agents",
                Map.of("X-Admin-Secret", adminSecret),
                "{\"agent_name\":\"bench-" + RUN + "-" + SERIAL.incrementAndGet() + "\",\"capabilities\":[]}");
    }

    Agent enrol(HttpsConnection connection) throws IOException, GeneralSecurityException {
        HttpsConnection.Answer answer = ask(connection);
        if (answer.status() != 201) {
            throw new IOException("no agent was enrolled: " + answer.status() + " " + answer.body());
        }
        // JSON is YAML as well.
        Map<?, ?> fields = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(answer.body());
        return new Agent(
                text(fields, "agent_id"), Es256.privateKey(text(fields, "private_key_pem")), text(fields, "cert_pem"));
    }

    private static String text(Map<?, ?> fields, String name) throws IOException {
        if (fields.get(name) instanceof String text) {
            return text;
        }
        throw new IOException("the answer to an enrolment has no " + name);
    }
}
