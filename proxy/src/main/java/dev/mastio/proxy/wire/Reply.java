package dev.mastio.proxy.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param headers besides those that every answer carries; they win over those
 */
public record Reply(int status, Map<String, String> headers, Body body) {

    private static final String JSON = "application/json";

    /** What follows the head. */
    public sealed interface Body {

        /** Nothing. */
        record Empty() implements Body {}

        /** All of it at once. */
        @SuppressWarnings("ArrayRecordComponent") // answers are never compared, and copying them costs
        record Whole(String contentType, byte[] bytes) implements Body {}

        /** Written bit by bit to a stream that waits for the client. */
        record Streamed(String contentType, Writer writer) implements Body {}
    }

    /** Writes a streamed body. */
    @FunctionalInterface
    public interface Writer {
        /** Writes all of it; the caller closes the stream. */
        void to(OutputStream out) throws Exception;
    }

    /** 200 with that value as JSON. */
    public static Reply json(Object value) throws IOException {
        return json(200, value);
    }

    /** That status with that value as JSON. */
    public static Reply json(int status, Object value) throws IOException {
        return new Reply(status, Map.of(), new Body.Whole(JSON, Json.bytes(value)));
    }

    /** That status with text of that type. */
    public static Reply text(int status, String contentType, String text) {
        return new Reply(status, Map.of(), new Body.Whole(contentType, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** That status alone. */
    public static Reply empty(int status) {
        return new Reply(status, Map.of(), new Body.Empty());
    }

    /** 200 with a body that is written bit by bit. */
    public static Reply streamed(String contentType, Writer writer) {
        return new Reply(200, Map.of(), new Body.Streamed(contentType, writer));
    }

    /** The same with one more header. */
    public Reply header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, body);
    }
}
