package dev.mastio.proxy.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;

/** JSON in and out. Trees rather than bound classes: unknown fields are nobody's business, and a start is quicker without reflection. */
public final class Json {

    /** Buffers belong to nobody: each request has a thread of its own, so those of a thread would be new ones each time. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** A new object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * Reads one value.
     *
     * @throws IOException if it is not exactly one JSON value in UTF-8, or names a field twice
     */
    public static JsonNode read(byte[] bytes) throws IOException {
        // The parser itself would guess UTF-16 and UTF-32 too, and take overlong forms of UTF-8.
        return read(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    }

    /** Reads one value. */
    public static JsonNode read(String text) throws IOException {
        return MAPPER.readTree(text);
    }

    /** Compact UTF-8. */
    public static byte[] bytes(Object value) throws IOException {
        return MAPPER.writeValueAsBytes(value);
    }

    /** Compact text of a tree, which always has one. */
    public static String text(JsonNode value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }
}
