package dev.mastio.local.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.fields.Patch;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.objects.DeleteOptions;
import dev.mastio.local.api.objects.WriteOptions;
import dev.mastio.local.api.objects.WriteOptions.UnknownFields;
import dev.mastio.local.api.wire.ApiFailure;
import dev.mastio.local.api.wire.Json;
import dev.mastio.local.api.wire.Protobuf;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One request, read and answered on a thread of its own. */
final class Call {
    private static final HttpString WARNING = new HttpString("Warning");

    private final HttpServerExchange exchange;

    Call(HttpServerExchange exchange) {
        this.exchange = exchange;
    }

    HttpServerExchange exchange() {
        return exchange;
    }

    String method() {
        return exchange.getRequestMethod().toString();
    }

    String path() {
        return exchange.getRequestPath();
    }

    String header(HttpString name) {
        return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "");
    }

    String parameter(String name) {
        Deque<String> values = exchange.getQueryParameters().get(name);
        return values == null ? "" : values.getFirst();
    }

    /** A number of the query; 0 when it is not there. */
    int number(String name) {
        String text = parameter(name);
        try {
            return text.isEmpty() ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw ApiFailure.badRequest("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
        }
    }

    boolean flag(String name) {
        String value = parameter(name);
        return value.equals("true") || value.equals("1");
    }

    boolean asksFor(String view) {
        return header(Headers.ACCEPT).contains("as=" + view);
    }

    String contentType() {
        return header(Headers.CONTENT_TYPE);
    }

    /** The body as a tree; an empty object when there is none. */
    JsonNode body() throws IOException {
        byte[] body = exchange.getInputStream().readAllBytes();
        if (body.length == 0) return Json.object();
        String type = contentType();
        if (type.startsWith(Protobuf.CONTENT_TYPE)) return Protobuf.parse(body);
        if (!type.isEmpty() && !type.contains("json") && !type.contains("yaml") && !type.contains("*/*"))
            throw ApiFailure.unsupportedMediaType(
                    List.of("application/json", "application/yaml", Protobuf.CONTENT_TYPE));
        return type.contains("yaml") ? Json.parseYaml(body) : Json.parse(body);
    }

    /** The body of a patch. */
    JsonNode change() throws IOException {
        try {
            return body();
        } catch (ApiFailure unreadable) {
            throw ApiFailure.badRequest("invalid JSON patch");
        }
    }

    ObjectNode object() throws IOException {
        if (body() instanceof ObjectNode object && !object.isEmpty()) return object;
        throw ApiFailure.badRequest("the body of the request holds no object");
    }

    Patch patch(Kind kind) {
        return Patch.ofContentType(contentType(), kind);
    }

    boolean appliesServerSide() {
        return contentType().startsWith("application/apply-patch");
    }

    WriteOptions writeOptions(String subresource) {
        QueryRules.checkWrite(this);
        String manager = parameter("fieldManager");
        if (manager.isEmpty()) manager = header(Headers.USER_AGENT).replaceFirst("/.*", "");
        UnknownFields unknown = switch (parameter("fieldValidation")) {
            case "Strict" -> UnknownFields.STRICT;
            case "Ignore" -> UnknownFields.IGNORE;
            default -> UnknownFields.WARN;
        };
        return new WriteOptions(
                manager.isEmpty() ? "unknown" : manager,
                subresource,
                !parameter("dryRun").isEmpty(),
                unknown,
                flag("force"),
                this::warn);
    }

    void warn(String warning) {
        exchange.getResponseHeaders().add(WARNING, "299 - \"" + warning.replace("\"", "\\\"") + "\"");
    }

    DeleteOptions deleteOptions() throws IOException {
        JsonNode body = body();
        ObjectNode options = body instanceof ObjectNode object ? object : Json.object();
        for (String name : new String[] {"propagationPolicy", "gracePeriodSeconds", "dryRun"})
            if (!parameter(name).isEmpty()) options.put(name, parameter(name));
        return DeleteOptions.of(options);
    }

    void answer(int code, Object body) {
        answer(code, "application/json", Json.bytes(body));
    }

    void answer(int code, String contentType, byte[] body) {
        exchange.setStatusCode(code);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, contentType);
        exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }

    void fail(ApiFailure failure) {
        if (failure.isPage())
            answer(
                    failure.code(),
                    "text/plain",
                    String.valueOf(failure.getMessage()).getBytes(StandardCharsets.UTF_8));
        else answer(failure.code(), failure.status());
    }

    @Nullable
    String bearer() {
        String authorization = header(Headers.AUTHORIZATION);
        return authorization.startsWith("Bearer ") ? authorization.substring(7) : null;
    }
}
