package dev.mastio.local.api.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the objects that kubectl sends as protobuf, by the table in {@code protobuf.yaml}; answers are always JSON. */
public final class Protobuf {
    public static final String CONTENT_TYPE = "application/vnd.kubernetes.protobuf";

    private static final int MAGIC_LENGTH = 4;
    private static final Pattern FIELD = Pattern.compile("(\\d+)=(~|-|\\w+)([*%]?)(?::(\\w+))?(!?)");
    private static final Map<String, Map<Integer, Field>> MESSAGES = messages(Json.resource("protobuf.yaml"));

    private Protobuf() {}

    private record Field(String name, String shape, String type, boolean keepsZero) {}

    private static Map<String, Map<Integer, Field>> messages(JsonNode table) {
        Map<String, Map<Integer, Field>> messages = new HashMap<>();
        table.properties().forEach(message -> {
            Map<Integer, Field> fields = new HashMap<>();
            Matcher field = FIELD.matcher(message.getValue().asText());
            while (field.find()) {
                String type = field.group(4) == null ? "text" : field.group(4);
                fields.put(
                        Integer.valueOf(field.group(1)),
                        new Field(
                                field.group(2),
                                field.group(3),
                                type,
                                !field.group(5).isEmpty()));
            }
            messages.put(message.getKey(), fields);
        });
        return messages;
    }

    /** Reads an object in its envelope, which names its kind. */
    public static ObjectNode parse(byte[] body) {
        try {
            ObjectNode object = Json.object();
            byte[] raw = new byte[0];
            CodedInputStream envelope = CodedInputStream.newInstance(body, MAGIC_LENGTH, body.length - MAGIC_LENGTH);
            for (int tag = envelope.readTag(); tag != 0; tag = envelope.readTag())
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case 1 -> typeMeta(envelope.readBytes().newCodedInput(), object);
                    case 2 -> raw = envelope.readByteArray();
                    default -> envelope.skipField(tag);
                }
            message(object.path("kind").asText(), CodedInputStream.newInstance(raw), object);
            return object;
        } catch (IOException | IndexOutOfBoundsException e) {
            throw ApiFailure.badRequest(
                    "the body of the request is not protobuf as Kubernetes sends it: " + e.getMessage());
        }
    }

    private static void typeMeta(CodedInputStream in, ObjectNode object) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag())
            object.put(WireFormat.getTagFieldNumber(tag) == 1 ? "apiVersion" : "kind", in.readString());
    }

    private static ObjectNode message(String type, CodedInputStream in, ObjectNode into) throws IOException {
        Map<Integer, Field> fields = MESSAGES.get(type);
        if (fields == null) throw unknown("a " + type);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            Field field = fields.get(WireFormat.getTagFieldNumber(tag));
            if (field == null) throw unknown("field " + WireFormat.getTagFieldNumber(tag) + " of a " + type);
            if (field.name().equals("-")) in.skipField(tag);
            else field(field, in, into);
        }
        return into;
    }

    private static ApiFailure unknown(String what) {
        return ApiFailure.of(
                415,
                "UnsupportedMediaType",
                "the embedded cluster can't read " + what
                        + " as protobuf: write the object to a file (--dry-run=client -o yaml) and use kubectl apply -f");
    }

    private static void field(Field field, CodedInputStream in, ObjectNode into) throws IOException {
        switch (field.shape()) {
            case "*" ->
                (into.get(field.name()) instanceof ArrayNode array ? array : into.putArray(field.name()))
                        .add(value(field.type(), in));
            case "%" -> entry(field.type(), in.readBytes().newCodedInput(), Json.child(into, field.name()));
            default -> {
                if (field.name().equals("~"))
                    message(field.type(), in.readBytes().newCodedInput(), into);
                else single(field, value(field.type(), in), into);
            }
        }
    }

    /** Fields of Go that were never set are sent too, as zero. */
    private static void single(Field field, JsonNode value, ObjectNode into) {
        boolean zero = value.isNull()
                || (value.isValueNode()
                        && (value.asText().isEmpty()
                                || value.asText().equals("0")
                                || value.asText().equals("false")));
        if (!zero || (field.keepsZero() && !value.isNull())) into.set(field.name(), value);
    }

    private static void entry(String type, CodedInputStream in, ObjectNode map) throws IOException {
        String key = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag())
            if (WireFormat.getTagFieldNumber(tag) == 1) key = in.readString();
            else map.set(key, value(type, in));
    }

    private static JsonNode value(String type, CodedInputStream in) throws IOException {
        return switch (type) {
            case "text" -> TextNode.valueOf(in.readString());
            case "int" -> number(in.readInt64());
            case "bool" -> BooleanNode.valueOf(in.readBool());
            case "bytes" -> TextNode.valueOf(Base64.getEncoder().encodeToString(in.readByteArray()));
            case "Quantity" -> first(in.readBytes().newCodedInput());
            case "IntOrString" -> intOrString(in.readBytes().newCodedInput());
            case "Time" -> time(in.readBytes().newCodedInput());
            default -> message(type, in.readBytes().newCodedInput(), Json.object());
        };
    }

    private static JsonNode number(long value) {
        return value == (int) value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
    }

    private static JsonNode first(CodedInputStream quantity) throws IOException {
        return quantity.readTag() == 0 ? TextNode.valueOf("0") : TextNode.valueOf(quantity.readString());
    }

    private static JsonNode intOrString(CodedInputStream in) throws IOException {
        long kind = 0;
        JsonNode number = IntNode.valueOf(0);
        JsonNode text = TextNode.valueOf("");
        for (int tag = in.readTag(); tag != 0; tag = in.readTag())
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> kind = in.readInt64();
                case 2 -> number = number(in.readInt64());
                default -> text = TextNode.valueOf(in.readString());
            }
        return kind == 0 ? number : text;
    }

    private static JsonNode time(CodedInputStream in) throws IOException {
        long seconds = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag())
            if (WireFormat.getTagFieldNumber(tag) == 1) seconds = in.readInt64();
            else in.skipField(tag);
        return seconds == 0
                ? TextNode.valueOf("")
                : TextNode.valueOf(Instant.ofEpochSecond(seconds).toString());
    }
}
