package dev.mastio.local.api.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.kinds.CustomKinds;
import dev.mastio.local.api.rules.Rules;
import dev.mastio.local.api.schema.Schema;
import dev.mastio.local.api.wire.Cause;
import dev.mastio.local.api.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** CustomResourceDefinitions as objects: what must be true of them, and the status that says that they are served. */
final class CustomDefinitions {
    private CustomDefinitions() {}

    static void fillNames(ObjectNode definition) {
        if (!(definition.at("/spec/names") instanceof ObjectNode names)) return;
        String kind = names.path("kind").asText();
        if (!names.has("singular")) names.put("singular", kind.toLowerCase(Locale.ROOT));
        if (!names.has("listKind")) names.put("listKind", kind + "List");
    }

    /** What is as good as absent is not kept. */
    static void dropZeroes(ObjectNode definition) {
        for (JsonNode version : definition.at("/spec/versions"))
            for (JsonNode column : version.path("additionalPrinterColumns"))
                if (column instanceof ObjectNode object
                        && column.path("priority").asInt() == 0) object.remove("priority");
    }

    static List<Cause> check(ObjectNode definition) {
        List<Cause> causes = new ArrayList<>();
        String name = CustomKinds.storage(definition);
        if (!Json.name(definition).equals(name))
            causes.add(Cause.invalid(
                    "metadata.name",
                    "\"" + Json.name(definition) + "\"",
                    "must be spec.names.plural+\".\"+spec.group"));
        JsonNode versions = definition.at("/spec/versions");
        int stored = 0;
        for (int i = 0; i < versions.size(); i++) {
            String path = "spec.versions[" + i + "].schema.openAPIV3Schema";
            JsonNode schema = versions.get(i).at("/schema/openAPIV3Schema");
            if (!schema.path("type").asText().equals("object")) causes.add(Cause.required(path, ""));
            else causes.addAll(Rules.checkDefinition(Schema.custom(schema), path));
            if (versions.get(i).path("storage").asBoolean()) stored++;
        }
        if (stored != 1)
            causes.add(
                    Cause.invalid("spec.versions", stored, "must have exactly one version marked as storage version"));
        return causes;
    }

    static void establish(ObjectNode definition) {
        ObjectNode status = Json.child(definition, "status");
        if (!status.has("conditions"))
            status.set(
                    "conditions",
                    Json.MAPPER.valueToTree(List.of(
                            condition("NamesAccepted", "NoConflicts", "no conflicts found"),
                            condition("Established", "InitialNamesAccepted", "the initial names have been accepted"))));
        status.set("acceptedNames", definition.at("/spec/names").deepCopy());
        ArrayNode stored = status.putArray("storedVersions");
        for (JsonNode version : definition.at("/spec/versions"))
            if (version.path("storage").asBoolean())
                stored.add(version.path("name").asText());
    }

    private static Map<String, String> condition(String type, String reason, String message) {
        return Map.of(
                "type", type, "status", "True", "reason", reason, "message", message, "lastTransitionTime", Json.now());
    }
}
