package dev.mastio.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The same for the JSON of bodies, see {@code KeyFuzzTest}; and what was said of its size before it was read must have been enough. */
@Isolated("Jazzer's detectors look at all that runs in this JVM meanwhile")
class BodyFuzzTest {

    private static final int BYTES_OF_A_TOKEN = 80;
    private static final int BYTES_OF_A_BYTE = 2;

    /** Were it refused early, the target would compare nothing. */
    @Test
    void aGoodInputGoesAllTheWay() throws Exception {
        try (InputStream in = BodyFuzzTest.class.getResourceAsStream("BodyFuzzTestInputs/json/call")) {
            Fields fields = Fields.withArguments(in.readAllBytes());

            assertThat(fields.optionalObject("parameters")).isPresent();
        }
    }

    @FuzzTest
    void json(byte[] body) {
        Optional<JsonNode> few = read(body, false);
        Optional<JsonNode> many = read(body, true);
        if (few.isPresent() && !few.equals(many)) {
            throw new AssertionError("read in two ways");
        }
        few.ifPresent(tree -> check(tree, body, false));
        many.ifPresent(tree -> check(tree, body, true));
        if (TreeSize.atMost(body, true) > TreeSize.ofAnyOf(body.length)) {
            throw new AssertionError("more than a body of this length may take");
        }
    }

    private static Optional<JsonNode> read(byte[] body, boolean arguments) {
        try {
            return Optional.of(arguments ? Json.readArguments(body) : Json.read(body));
        } catch (IOException e) {
            // refused, as it should be
            return Optional.empty();
        }
    }

    private static void check(JsonNode tree, byte[] body, boolean arguments) {
        long tokens = tokens(tree);
        if (tokens > (arguments ? Json.MANY_TOKENS : Json.FEW_TOKENS)) {
            throw new AssertionError("more tokens than it may have");
        }
        if (tokens * BYTES_OF_A_TOKEN + (long) body.length * BYTES_OF_A_BYTE > TreeSize.atMost(body, arguments)) {
            throw new AssertionError("larger than it was said to become");
        }
        if (characters(tree) > body.length) {
            throw new AssertionError("more characters than bytes");
        }
    }

    /** Values, names and brackets. */
    private static long tokens(JsonNode value) {
        long tokens = value.isContainerNode() ? 2 : 1;
        tokens += value.isObject() ? value.size() : 0;
        for (JsonNode part : value) {
            tokens += tokens(part);
        }
        return tokens;
    }

    /** Of texts and names. */
    private static long characters(JsonNode value) {
        long characters = value.isTextual() ? value.textValue().length() : 0;
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            characters += field.getKey().length();
        }
        for (JsonNode part : value) {
            characters += characters(part);
        }
        return characters;
    }
}
