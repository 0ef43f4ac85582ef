package dev.mastio.local.api.fields;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.schema.Schema;
import dev.mastio.local.api.wire.Json;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;

/** What {@code kubectl apply} notes in an annotation to know the next time what it wanted; applies to the server of kubectl alone look at it. */
final class LastApplied {
    private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";
    private static final ObjectWriter SORTED = Json.MAPPER.writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

    private LastApplied() {}

    /** kubectl may go over from client-side to server-side apply: what it applied so last time, and nobody has changed, is its own. */
    static Set<FieldPath> unchanged(Schema schema, ObjectNode live, Owner owner) {
        String note = note(live, owner);
        if (note.isEmpty()) return Set.of();
        JsonNode noted = Json.parse(note.getBytes(StandardCharsets.UTF_8));
        if (!noted.path("apiVersion").equals(live.path("apiVersion"))) return Set.of();
        NavigableMap<FieldPath, JsonNode> there = FieldValues.of(schema, live);
        Set<FieldPath> unchanged = new TreeSet<>();
        for (Map.Entry<FieldPath, JsonNode> field :
                FieldValues.of(schema, noted).entrySet())
            if (FieldValues.isKept(field.getValue(), there.get(field.getKey()))) unchanged.add(field.getKey());
        return unchanged;
    }

    /** Keeps the note true for whoever applies from the client again. */
    static void follow(ObjectNode live, ObjectNode configuration, Owner owner) {
        if (!note(live, owner).isEmpty())
            ((ObjectNode) live.at("/metadata/annotations")).put(ANNOTATION, written(configuration));
    }

    /** Empty where there is none, and for all others. */
    private static String note(ObjectNode live, Owner owner) {
        return owner.manager().equals("kubectl")
                ? live.at("/metadata/annotations").path(ANNOTATION).asText("")
                : "";
    }

    /** As Go writes it. */
    private static String written(ObjectNode configuration) {
        ObjectNode wanted = configuration.deepCopy();
        if (wanted.at("/metadata/annotations") instanceof ObjectNode annotations) annotations.remove(ANNOTATION);
        try {
            return SORTED.writeValueAsString(wanted)
                            .replace("<", "\\u003c")
                            .replace(">", "\\u003e")
                            .replace("&", "\\u0026")
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
