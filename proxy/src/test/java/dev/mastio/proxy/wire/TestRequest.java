package dev.mastio.proxy.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests to rooms' routes without a network between, found by method and path as the edge does. */
public final class TestRequest {

    private final String method;
    private final String path;
    private final Map<String, List<String>> query = new LinkedHashMap<>();
    private final Map<String, String> headers = new HashMap<>();
    private byte[] body = {};
    private String address = "192.0.2.1";
    private List<X509Certificate> chain = List.of();

    private TestRequest(String method, String path) {
        this.method = method;
        this.path = path;
    }

    public static TestRequest get(String path) {
        return new TestRequest("GET", path);
    }

    public static TestRequest post(String path) {
        return new TestRequest("POST", path);
    }

    public static TestRequest of(String method, String path) {
        return new TestRequest(method, path);
    }

    public TestRequest header(String name, String value) {
        headers.put(name.toLowerCase(Locale.ROOT), value);
        return this;
    }

    public TestRequest query(String name, String value) {
        query.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        return this;
    }

    public TestRequest from(String clientAddress) {
        address = clientAddress;
        return this;
    }

    /** A client certificate that the edge has verified, with those above it. */
    public TestRequest showing(List<X509Certificate> verified) {
        chain = verified;
        return this;
    }

    public TestRequest json(JsonNode value) {
        return text(value.toString());
    }

    public TestRequest text(String text) {
        body = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /** What the route among these that serves it answers; refusals are answers too. */
    public Answer to(List<Route> routes) {
        for (Route route : routes) {
            Optional<Map<String, String>> parameters = match(route.template());
            if (route.method().equals(method) && parameters.isPresent()) {
                return answer(route, parameters.get());
            }
        }
        throw new AssertionError("no route for " + method + " " + path);
    }

    private Answer answer(Route route, Map<String, String> parameters) {
        Request request = new Request(
                method,
                path,
                parameters,
                query,
                name -> Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))),
                body,
                "mastio.example:9443",
                address,
                chain);
        try {
            return Answer.of(route.endpoint().answer(request));
        } catch (Refusal refusal) {
            return Answer.of(refusal);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Optional<Map<String, String>> match(String template) {
        List<String> names = new ArrayList<>();
        Matcher parts = Pattern.compile("\\{(\\w+)(:path)?}").matcher(template);
        StringBuilder regex = new StringBuilder();
        while (parts.find()) {
            names.add(parts.group(1));
            parts.appendReplacement(regex, parts.group(2) == null ? "([^/]+)" : "(.+)");
        }
        Matcher matcher = Pattern.compile(parts.appendTail(regex).toString()).matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            parameters.put(names.get(i), matcher.group(i + 1));
        }
        return Optional.of(parameters);
    }

    /** An answer as a client sees it. */
    public record Answer(int status, Map<String, String> headers, String body) {

        static Answer of(Reply reply) {
            String body = switch (reply.body()) {
                case Reply.Body.Empty() -> "";
                case Reply.Body.Whole(String type, byte[] bytes) -> new String(bytes, StandardCharsets.UTF_8);
                case Reply.Body.Streamed streamed -> throw new AssertionError("not streamed here");
            };
            return new Answer(reply.status(), reply.headers(), body);
        }

        static Answer of(Refusal refusal) {
            JsonNode body = Json.object().putPOJO("detail", refusal.detail());
            return new Answer(refusal.status(), refusal.headers(), Json.text(body));
        }

        public JsonNode json() {
            try {
                return Json.read(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The text of a refusal. */
        public String detail() {
            return json().path("detail").asText();
        }

        /** Where the first problem of a 422 is, as {@code body.name}. */
        public String problem() {
            JsonNode first = json().path("detail").path(0);
            List<String> parts = new ArrayList<>();
            first.path("loc").forEach(part -> parts.add(part.asText()));
            return String.join(".", parts) + " " + first.path("type").asText();
        }
    }
}
