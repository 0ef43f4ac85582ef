package dev.mastio.proxy.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON body. Reads one after the other and remembers all that is wrong; {@link #check} then refuses once, with status 422
 * and the list that clients know. Fields that nobody asks for are ignored. Values are never sent back: they may be secret, and answers
 * end up in logs.
 */
public final class Fields {

    private interface Reading {
        JsonNode read(byte[] body) throws IOException;
    }

    private final JsonNode body;
    private final ArrayNode problems = Json.object().arrayNode();

    private Fields(ObjectNode body) {
        this.body = body;
    }

    /**
     * The body's fields.
     *
     * @throws Refusal with status 422 if it is not a JSON object
     */
    public static Fields of(byte[] body) throws Refusal {
        return of(body, Json::read);
    }

    /**
     * The fields of a body of which one has arguments, from a sender who is known.
     *
     * @throws Refusal with status 422 if it is not a JSON object
     */
    public static Fields withArguments(byte[] body) throws Refusal {
        return of(body, Json::readArguments);
    }

    private static Fields of(byte[] body, Reading reading) throws Refusal {
        JsonNode value;
        try {
            value = reading.read(body);
        } catch (IOException e) {
            throw invalid("json_invalid", "JSON decode error", "body");
        }
        if (value instanceof ObjectNode object) {
            return new Fields(object);
        }
        throw invalid("model_attributes_type", "Input should be a valid dictionary or object", "body");
    }

    /** A text that must be there and be that long. */
    public String text(String name, int min, int max) {
        JsonNode value = body.get(name);
        if (value == null) {
            problem("missing", name, "Field required");
            return "";
        }
        return text(name, value, min, max);
    }

    /** A text that must be there and match that pattern. */
    public String text(String name, Pattern pattern) {
        String value = text(name, 0, Integer.MAX_VALUE);
        if (body.path(name).isTextual() && !pattern.matcher(value).matches()) {
            problem("string_pattern_mismatch", name, "String should match pattern '" + pattern + "'");
        }
        return value;
    }

    /** A text that may be absent or null. */
    public Optional<String> optionalText(String name, int max) {
        JsonNode value = given(name);
        return value == null ? Optional.empty() : Optional.of(text(name, value, 0, max));
    }

    /** A flag that may be absent; also in the spellings that lenient clients use. */
    public boolean flag(String name, boolean fallback) {
        JsonNode value = given(name);
        if (value == null) {
            return fallback;
        }
        Optional<Boolean> flag = flag(value.asText());
        if (flag.isEmpty()) {
            problem("bool_parsing", name, "Input should be a valid boolean, unable to interpret input");
        }
        return flag.orElse(fallback);
    }

    /**
     * A flag of the query that may be absent, in the same spellings.
     *
     * @throws Refusal with status 422 if it is none
     */
    public static boolean queryFlag(Request request, String name, boolean fallback) throws Refusal {
        Optional<String> given = request.query(name);
        return given.isEmpty() ? fallback : flag(given.get()).orElseThrow(() -> badQuery(name, "give true or false"));
    }

    private static Optional<Boolean> flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "on" -> Optional.of(true);
            case "false", "0", "no", "off" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** A flag that must be there. */
    public boolean requiredFlag(String name) {
        if (body.get(name) == null) {
            problem("missing", name, "Field required");
        }
        return flag(name, false);
    }

    /** A list of texts, each not empty and at most that long; absent means empty. */
    public List<String> texts(String name, int maxItems, int maxLength) {
        JsonNode value = given(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            problem("list_type", name, "Input should be a valid list");
            return List.of();
        }
        if (value.size() > maxItems) {
            problem("too_long", name, "List should have at most " + maxItems + " items after validation");
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        value.forEach(item -> texts.add(text(name, item, 1, maxLength)));
        return List.copyOf(texts);
    }

    /** The same list, if it is given: an empty one may mean something else than none. */
    public Optional<List<String>> optionalTexts(String name, int maxItems, int maxLength) {
        return given(name) == null ? Optional.empty() : Optional.of(texts(name, maxItems, maxLength));
    }

    /** An object that may be absent or null. */
    public Optional<ObjectNode> optionalObject(String name) {
        JsonNode value = given(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof ObjectNode object) {
            return Optional.of(object);
        }
        problem("dict_type", name, "Input should be a valid dictionary");
        return Optional.empty();
    }

    /** Notes a problem of a field that only its reader can see. */
    public void wrong(String name, String message) {
        problem("value_error", name, "Value error, " + message);
    }

    /**
     * Ends the reading.
     *
     * @throws Refusal with status 422 if anything was wrong
     */
    public void check() throws Refusal {
        if (!problems.isEmpty()) {
            throw new Refusal(422, problems);
        }
    }

    /** The refusal of a request without a header that it must have. */
    public static Refusal missingHeader(String name) {
        return invalid("missing", "Field required", "header", name);
    }

    /** The refusal of a query parameter that cannot be read. */
    public static Refusal badQuery(String name, String message) {
        return invalid("value_error", "Value error, " + message, "query", name);
    }

    private @Nullable JsonNode given(String name) {
        JsonNode value = body.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private String text(String name, JsonNode value, int min, int max) {
        if (!value.isTextual()) {
            problem("string_type", name, "Input should be a valid string");
            return "";
        }
        String text = value.textValue();
        int length = text.codePointCount(0, text.length());
        if (length < min) {
            problem("string_too_short", name, "String should have at least " + characters(min));
        } else if (length > max) {
            problem("string_too_long", name, "String should have at most " + characters(max));
        } else if (text.indexOf('\0') >= 0 || !UTF_8.newEncoder().canEncode(text)) {
            // No database stores these as they are, and nobody has a use for them.
            problem("string_unicode", name, "Input should be a valid string without null characters");
        }
        return text;
    }

    private void problem(String type, String name, String message) {
        problems.add(entry(type, message, "body", name));
    }

    private static Refusal invalid(String type, String message, String... location) {
        return new Refusal(422, Json.object().arrayNode().add(entry(type, message, location)));
    }

    private static ObjectNode entry(String type, String message, String... location) {
        ObjectNode entry = Json.object().put("type", type);
        ArrayNode parts = entry.putArray("loc");
        for (String part : location) {
            parts.add(part);
        }
        return entry.put("msg", message).putNull("input");
    }

    private static String characters(int count) {
        return count == 1 ? "1 character" : count + " characters";
    }
}
