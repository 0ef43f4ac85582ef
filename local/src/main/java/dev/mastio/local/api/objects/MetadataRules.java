package dev.mastio.local.api.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.wire.Cause;
import dev.mastio.local.api.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What must be true of the metadata of any object. */
final class MetadataRules {
    private static final Set<String> STANDARD = Set.of("kubernetes", Deletion.ORPHAN, Deletion.FOREGROUND);

    private final List<Cause> causes = new ArrayList<>();

    private MetadataRules() {}

    static List<Cause> check(Kind kind, ObjectNode object, @Nullable ObjectNode before) {
        MetadataRules rules = new MetadataRules();
        ObjectNode metadata = Json.metadata(object);
        if (before == null) rules.names(kind, metadata);
        rules.causes.addAll(Names.checkMetadata(metadata, "metadata"));
        rules.owners(metadata.path("ownerReferences"));
        if (before == null) rules.finalizers(kind, Json.texts(metadata.path("finalizers")));
        else rules.finalizersOfDoomed(metadata, Json.metadata(before));
        return rules.causes;
    }

    private void names(Kind kind, ObjectNode metadata) {
        String prefix = metadata.path("generateName").asText();
        // A prefix may end with what a name must not end with.
        if (!prefix.isEmpty())
            causes.addAll(Names.check(
                    kind, prefix.endsWith("-") ? prefix.replaceFirst(".$", "a") : prefix, "metadata.generateName"));
        causes.addAll(Names.check(kind, metadata.path("name").asText(), "metadata.name"));
    }

    private void finalizers(Kind kind, List<String> finalizers) {
        for (int i = 0; i < finalizers.size(); i++) {
            String finalizer = finalizers.get(i);
            List<String> breaches = Names.qualified(finalizer);
            add("metadata.finalizers", finalizer, breaches);
            if (breaches.isEmpty() && !kind.custom() && !finalizer.contains("/") && !STANDARD.contains(finalizer))
                add(
                        "metadata.finalizers[" + i + "]",
                        finalizer,
                        List.of("name is neither a standard finalizer name nor is it fully qualified"));
        }
    }

    private void finalizersOfDoomed(ObjectNode metadata, ObjectNode before) {
        if (!before.has("deletionTimestamp")) return;
        Set<String> added = new TreeSet<>(Json.texts(metadata.path("finalizers")));
        Json.texts(before.path("finalizers")).forEach(added::remove);
        if (!added.isEmpty())
            causes.add(Cause.forbidden(
                    "metadata.finalizers",
                    "no new finalizers can be added if the object is being deleted, found new finalizers []string{"
                            + added.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", ")) + "}"));
    }

    private void owners(JsonNode owners) {
        String controller = "";
        for (int i = 0; i < owners.size(); i++) {
            JsonNode owner = owners.get(i);
            for (String field : List.of("apiVersion", "kind", "name", "uid"))
                if (owner.path(field).asText().isEmpty())
                    causes.add(Cause.required("metadata.ownerReferences[" + i + "]." + field, "must not be empty"));
            if (!owner.path("controller").asBoolean()) continue;
            String name = owner.path("kind").asText() + "/" + owner.path("name").asText();
            if (!controller.isEmpty())
                causes.add(Cause.invalid(
                        "metadata.ownerReferences",
                        owners,
                        "Only one reference can have Controller set to true. Found \"true\" in references for "
                                + controller + " and " + name));
            else controller = name;
        }
    }

    private void add(String field, String value, List<String> breaches) {
        for (String breach : breaches) causes.add(Cause.invalid(field, "\"" + value + "\"", breach));
    }
}
