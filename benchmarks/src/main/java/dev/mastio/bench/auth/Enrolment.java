package dev.mastio.bench.auth;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Enrols agents with the admin secret. */
final class Enrolment {

    private final HttpsConnection connection;
    private final String adminSecret;

    Enrolment(HttpsConnection connection, String adminSecret) {
        this.connection = connection;
        this.adminSecret = adminSecret;
    }

    Agent enrol(String name) throws IOException, GeneralSecurityException {
        HttpsConnection.Answer answer = connection.post(
                "/v1/admin/agents",
                Map.of("X-Admin-Secret", adminSecret),
                "{\"agent_name\":\"" + name + "\",\"capabilities\":[]}");
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
