package dev.mastio.proxy.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharsetDecoder;

/** JSON in and out. Trees rather than bound classes: unknown fields are nobody's business, and a start is quicker without reflection. */
public final class Json {

    /** Of what names its fields: the longest lists of the longest one have 64 items each. A token may become 80 bytes. */
    static final int FEW_TOKENS = 1_000;
    /** As 128 KiB of arguments have at most, which is a token a byte, and some around them. */
    static final int MANY_TOKENS = 128 * 1024 + FEW_TOKENS;

    private static final JsonMapper MAPPER = mapper(StreamReadConstraints.defaults());
    private static final JsonMapper OF_FEW_TOKENS = mapper(tokens(FEW_TOKENS));
    private static final JsonMapper OF_MANY_TOKENS = mapper(tokens(MANY_TOKENS));
    /** Longer text is decoded bit by bit: as a whole it would be there three times more. */
    private static final int DECODED_AS_A_WHOLE = 16 * 1024;

    private Json() {}

    /** A new object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * Reads one value from anybody, who may want it to fill the heap.
     *
     * @throws IOException if it is not exactly one JSON value in UTF-8, names a field twice or has more than a thousand tokens
     */
    public static JsonNode read(byte[] bytes) throws IOException {
        return read(bytes, OF_FEW_TOKENS);
    }

    /**
     * Reads one value with arguments in it, which may have as many tokens as they have room for: 64 times as much heap as they have
     * bytes, so from those only who are known.
     *
     * @throws IOException if it is not exactly one JSON value in UTF-8, names a field twice or has more tokens
     */
    public static JsonNode readArguments(byte[] bytes) throws IOException {
        return read(bytes, OF_MANY_TOKENS);
    }

    /** Reads one value that is ours, whatever its size. */
    public static JsonNode read(String text) throws IOException {
        return MAPPER.readTree(text);
    }

    /**
     * Parsers that remember nothing. Buffers belong to nobody: each request has a thread of its own, so those of a thread would be new
     * ones each time. Names are not kept to be recognised: whoever makes up long ones would fill the heap for good.
     */
    static JsonFactory parsers(StreamReadConstraints constraints) {
        return JsonFactory.builder()
                .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .streamReadConstraints(constraints)
                .build();
    }

    private static JsonMapper mapper(StreamReadConstraints constraints) {
        return JsonMapper.builder(parsers(constraints))
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    private static StreamReadConstraints tokens(int most) {
        return StreamReadConstraints.builder().maxTokenCount(most).build();
    }

    private static JsonNode read(byte[] bytes, JsonMapper mapper) throws IOException {
        // The parser itself would guess UTF-16 and UTF-32 too, and take overlong forms of UTF-8.
        CharsetDecoder decoder = UTF_8.newDecoder();
        JsonNode value = bytes.length <= DECODED_AS_A_WHOLE
                ? mapper.readTree(decoder.decode(ByteBuffer.wrap(bytes)).toString())
                : mapper.readTree(new InputStreamReader(new ByteArrayInputStream(bytes), decoder));
        if (value.isMissingNode()) {
            throw new EOFException("no value");
        }
        return value;
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
