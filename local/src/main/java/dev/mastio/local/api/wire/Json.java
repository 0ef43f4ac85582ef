package dev.mastio.local.api.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.StreamSupport;

/** Objects are Jackson trees; a tree that was stored or sent is never changed again. */
public final class Json {
    public static final JsonMapper MAPPER = new JsonMapper();
    private static final YAMLMapper YAML = new YAMLMapper();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ObjectNode object(String apiVersion, String kind) {
        return object().put("apiVersion", apiVersion).put("kind", kind);
    }

    public static ObjectNode metadata(JsonNode object) {
        return (ObjectNode) object.get("metadata");
    }

    public static String name(JsonNode object) {
        return object.path("metadata").path("name").asText("");
    }

    public static String namespace(JsonNode object) {
        return object.path("metadata").path("namespace").asText("");
    }

    public static String uid(JsonNode object) {
        return object.path("metadata").path("uid").asText("");
    }

    public static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** The child object of that name, made when it is missing or null. */
    public static ObjectNode child(ObjectNode parent, String name) {
        return parent.get(name) instanceof ObjectNode present ? present : parent.putObject(name);
    }

    /** A tree, or a value that is written as one: a map, a list, a record. */
    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode parse(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Most of what is called YAML is JSON, which is read ten times as fast. */
    public static JsonNode parseYaml(byte[] yaml) {
        try {
            return MAPPER.readTree(yaml);
        } catch (IOException notJson) {
            try {
                return YAML.readTree(yaml);
            } catch (IOException e) {
                throw unreadable(e);
            }
        }
    }

    /** A YAML file that is part of this program. */
    public static JsonNode resource(String name) {
        try (InputStream in = Json.class.getResourceAsStream("/dev/mastio/local/api/" + name)) {
            if (in == null) throw new IllegalStateException(name + " is missing on the class path");
            return YAML.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ApiFailure unreadable(IOException e) {
        return ApiFailure.badRequest("the body of the request could not be read: " + e.getMessage());
    }

    /** Kubernetes keeps times to the second. */
    public static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
