package dev.mastio.local.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.local.api.schema.Schema;
import dev.mastio.local.api.wire.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The kinds that a CustomResourceDefinition defines: one for each version that it serves. */
public final class CustomKinds {
    private CustomKinds() {}

    public static List<Kind> of(JsonNode definition) {
        List<Kind> kinds = new ArrayList<>();
        for (JsonNode version : definition.at("/spec/versions"))
            if (version.path("served").asBoolean()) kinds.add(kind(definition.path("spec"), version));
        return kinds;
    }

    public static String storage(JsonNode definition) {
        return definition.at("/spec/names/plural").asText() + "."
                + definition.at("/spec/group").asText();
    }

    private static Kind kind(JsonNode spec, JsonNode version) {
        JsonNode names = spec.path("names");
        String kind = names.path("kind").asText();
        String plural = names.path("plural").asText();
        String group = spec.path("group").asText();
        Set<String> subresources = new HashSet<>();
        version.path("subresources").fieldNames().forEachRemaining(subresources::add);
        Schema schema = Schema.custom(version.at("/schema/openAPIV3Schema"));
        Set<String> selectable = new HashSet<>();
        for (JsonNode field : version.path("selectableFields"))
            selectable.add(field.path("jsonPath").asText().substring(1));
        return new Kind(
                group,
                version.path("name").asText(),
                new Kind.Names(
                        kind,
                        plural,
                        names.path("singular").asText(kind.toLowerCase(Locale.ROOT)),
                        Json.texts(names.path("shortNames")),
                        Json.texts(names.path("categories"))),
                spec.path("scope").asText().equals("Namespaced"),
                plural + "." + group,
                Set.copyOf(subresources),
                Set.copyOf(selectable),
                () -> schema,
                version.path("additionalPrinterColumns"),
                version.path("subresources").path("scale"),
                true);
    }
}
