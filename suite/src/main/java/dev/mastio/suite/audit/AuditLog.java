package dev.mastio.suite.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what kube-apiserver wrote with {@code --audit-log-path}, one JSON object a line, format audit.k8s.io/v1. */
public final class AuditLog {

    /** The user that the shipped operator is. */
    public static final String OPERATOR = "system:serviceaccount:mastio-system:mastio-operator";

    private static final ObjectMapper JSON = new ObjectMapper();

    private AuditLog() {}

    /** The requests for resources, each once: of a watch there is a line for its beginning and one for its end. */
    public static List<Request> read(Path log) throws IOException {
        Map<String, Request> requests = new LinkedHashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(log)) {
            String line;
            while ((line = lines.readLine()) != null) {
                // The last line of a server that runs may be half there.
                if (!line.endsWith("}")) continue;
                JsonNode event = JSON.readTree(line);
                if (event.has("objectRef")) requests.put(event.path("auditID").asText(), request(event));
            }
        }
        return List.copyOf(requests.values());
    }

    /** Those of users whose whole names match. */
    public static List<Request> madeBy(Path log, String users) throws IOException {
        return read(log).stream()
                .filter(request -> request.user().matches(users))
                .toList();
    }

    private static Request request(JsonNode event) {
        JsonNode object = event.path("objectRef");
        JsonNode answer = event.path("responseStatus");
        JsonNode annotations = event.path("annotations");
        return new Request(
                Instant.parse(event.path("requestReceivedTimestamp").asText()),
                event.path("user").path("username").asText(),
                event.path("verb").asText(),
                resource(object),
                object.path("namespace").asText(),
                object.path("name").asText(),
                answer.path("code").asInt(),
                annotations.path("authorization.k8s.io/decision").asText().equals("allow"),
                annotations.path("authorization.k8s.io/reason").asText(),
                answer.path("message").asText());
    }

    private static String resource(JsonNode object) {
        String sub = object.path("subresource").asText();
        return Request.resource(
                object.path("apiGroup").asText(), object.path("resource").asText() + (sub.isEmpty() ? "" : "/" + sub));
    }
}
