package dev.mastio.local.api.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.schema.Quantities;
import dev.mastio.local.api.wire.Cause;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must be true of the pods that an object of a built-in kind is, or describes. */
final class PodRules {
    private static final Map<String, String> TEMPLATES = Map.of(
            "Deployment", "template",
            "ReplicaSet", "template",
            "StatefulSet", "template",
            "DaemonSet", "template",
            "Job", "template",
            "CronJob", "jobTemplate.spec.template");
    private static final Set<String> STANDARD_RESOURCES = Set.of("cpu", "memory", "ephemeral-storage");
    private static final List<String> HANDLERS = List.of("exec", "httpGet", "tcpSocket", "grpc");

    private final List<Cause> causes = new ArrayList<>();
    private final Set<String> volumes = new HashSet<>();

    private PodRules(JsonNode pod) {
        for (JsonNode volume : pod.path("volumes"))
            volumes.add(volume.path("name").asText());
    }

    static List<Cause> check(Kind kind, JsonNode spec) {
        if (kind.is("Pod")) return check(spec, "spec");
        String place = TEMPLATES.get(kind.kind());
        if (place == null) return List.of();
        JsonNode template = spec.at("/" + place.replace('.', '/'));
        String path = "spec." + place;
        List<Cause> causes = new ArrayList<>(Names.checkMetadata(template.path("metadata"), path));
        causes.addAll(check(template.path("spec"), path + ".spec"));
        return List.copyOf(causes);
    }

    private static List<Cause> check(JsonNode pod, String path) {
        PodRules rules = new PodRules(pod);
        rules.causes.addAll(Names.checkLabels(pod.path("nodeSelector"), path + ".nodeSelector"));
        for (String list : List.of("initContainers", "containers"))
            for (int i = 0; i < pod.path(list).size(); i++)
                rules.container(pod.path(list).get(i), path + "." + list + "[" + i + "]");
        return rules.causes;
    }

    /** Refuses another spec of a pod that is there, but for what a real server lets change, and the node that takes it. */
    static List<Cause> checkChange(JsonNode spec, JsonNode before) {
        for (String list : List.of("containers", "initContainers"))
            if (spec.path(list).size() != before.path(list).size())
                return List.of(Cause.forbidden("spec." + list, "pod updates may not add or remove containers"));
        List<Cause> causes = new ArrayList<>();
        if (!fixed(spec).equals(fixed(before)))
            causes.add(
                    Cause.forbidden(
                            "spec",
                            "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations`"));
        if (!tolerated(spec).containsAll(tolerated(before)))
            causes.add(Cause.forbidden(
                    "spec.tolerations", "existing toleration can not be modified except its tolerationSeconds"));
        return List.copyOf(causes);
    }

    private static Set<JsonNode> tolerated(JsonNode spec) {
        Set<JsonNode> tolerated = new HashSet<>();
        for (JsonNode toleration : spec.path("tolerations"))
            tolerated.add(((ObjectNode) toleration).deepCopy().without("tolerationSeconds"));
        return tolerated;
    }

    private static JsonNode fixed(JsonNode spec) {
        ObjectNode fixed = spec.deepCopy();
        fixed.remove(List.of("activeDeadlineSeconds", "tolerations", "nodeName"));
        for (String list : List.of("initContainers", "containers"))
            for (JsonNode container : fixed.path(list)) ((ObjectNode) container).remove("image");
        return fixed;
    }

    private void container(JsonNode container, String path) {
        JsonNode mounts = container.path("volumeMounts");
        for (int i = 0; i < mounts.size(); i++) {
            String name = mounts.get(i).path("name").asText();
            if (!volumes.contains(name))
                causes.add(new Cause(
                        "FieldValueNotFound", path + ".volumeMounts[" + i + "].name", "Not found: \"" + name + "\""));
        }
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe"))
            if (container.has(probe)) probe(container.get(probe), path + "." + probe);
        resources(container.path("resources"), path + ".resources");
    }

    private void probe(JsonNode probe, String path) {
        List<String> handlers = HANDLERS.stream().filter(probe::has).toList();
        if (handlers.isEmpty()) causes.add(Cause.required(path, "must specify a handler type"));
        for (String more : handlers.stream().skip(1).toList())
            causes.add(Cause.forbidden(path + "." + more, "may not specify more than 1 handler type"));
    }

    private void resources(JsonNode resources, String path) {
        for (String side : List.of("limits", "requests"))
            for (Map.Entry<String, JsonNode> amount : resources.path(side).properties()) {
                if (!isResource(amount.getKey()))
                    causes.add(Cause.invalid(
                            path + "." + side + "[" + amount.getKey() + "]",
                            "\"" + amount.getKey() + "\"",
                            "must be a standard resource for containers"));
                if (Quantities.parse(amount.getValue().asText())
                        .filter(it -> it.signum() < 0)
                        .isPresent())
                    causes.add(Cause.invalid(
                            path + "." + side + "[" + amount.getKey() + "]",
                            amount.getValue(),
                            "must be greater than or equal to 0"));
            }
        for (Map.Entry<String, JsonNode> request : resources.path("requests").properties()) {
            JsonNode limit = resources.path("limits").path(request.getKey());
            Optional<BigDecimal> most = Quantities.parse(limit.asText());
            Optional<BigDecimal> asked = Quantities.parse(request.getValue().asText());
            if (most.isPresent() && asked.isPresent() && asked.get().compareTo(most.get()) > 0)
                causes.add(Cause.invalid(
                        path + ".requests",
                        request.getValue(),
                        "must be less than or equal to " + request.getKey() + " limit of " + limit.asText()));
        }
    }

    private static boolean isResource(String name) {
        return name.contains("/") || STANDARD_RESOURCES.contains(name) || name.startsWith("hugepages-");
    }
}
