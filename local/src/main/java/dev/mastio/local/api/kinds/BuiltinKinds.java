package dev.mastio.local.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.mastio.local.api.schema.Schema;
import dev.mastio.local.api.wire.Json;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The kinds that are always there; {@code kinds.yaml} lists them. */
final class BuiltinKinds {
    private static final String MODEL = KubernetesResource.class.getPackageName() + ".";

    private BuiltinKinds() {}

    static List<Kind> all() {
        List<Kind> kinds = new ArrayList<>();
        for (Map.Entry<String, JsonNode> groupVersion :
                Json.resource("kinds.yaml").properties())
            for (Map.Entry<String, JsonNode> models : groupVersion.getValue().properties())
                for (Map.Entry<String, JsonNode> kind : models.getValue().properties())
                    kinds.add(kind(groupVersion.getKey(), MODEL + models.getKey(), kind.getKey(), kind.getValue()));
        return kinds;
    }

    private static Kind kind(String groupVersion, String modelPackage, String name, JsonNode about) {
        int slash = groupVersion.indexOf('/');
        String group = groupVersion.substring(0, Math.max(slash, 0));
        String plural = about.path("plural").asText();
        boolean kept = about.path("kept").asBoolean(true);
        // The two APIs of events show the same objects.
        String storage = plural + "." + (name.equals("Event") ? "" : group);
        return new Kind(
                group,
                groupVersion.substring(slash + 1),
                new Kind.Names(
                        name,
                        plural,
                        name.toLowerCase(Locale.ROOT),
                        Json.texts(about.path("short")),
                        Json.texts(about.path("categories"))),
                !about.path("scope").asText().equals("Cluster"),
                kept ? storage : "",
                Set.copyOf(Json.texts(about.path("subresources"))),
                Set.copyOf(Json.texts(about.path("selectable"))),
                () -> Schema.builtin(modelPackage + name),
                MissingNode.getInstance(),
                MissingNode.getInstance(),
                false);
    }
}
