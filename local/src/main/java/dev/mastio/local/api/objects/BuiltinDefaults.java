package dev.mastio.local.api.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/** The defaults of built-in kinds that depend on other fields; the plain ones are in {@code builtins.yaml}. */
final class BuiltinDefaults {
    private static final Set<String> PEOPLE = Set.of("User", "Group");

    private BuiltinDefaults() {}

    static void fill(Kind kind, ObjectNode object) {
        if (kind.custom()) return;
        switch (kind.kind()) {
            case "Pod" -> {
                podSpec(object.path("spec"));
                requestsFromLimits(object.at("/spec/containers"));
                requestsFromLimits(object.at("/spec/initContainers"));
            }
            case "Deployment" -> {
                rollingUpdate(object.at("/spec/strategy"));
                podSpec(object.at("/spec/template/spec"));
            }
            case "ReplicaSet", "StatefulSet", "DaemonSet" -> podSpec(object.at("/spec/template/spec"));
            case "Job" -> job(object);
            case "CronJob" -> podSpec(object.at("/spec/jobTemplate/spec/template/spec"));
            case "Service" -> service(object.path("spec"));
            case "NetworkPolicy" -> policyTypes(object.path("spec"));
            case "Secret" -> encodeStringData(object);
            case "RoleBinding", "ClusterRoleBinding" -> subjectGroups(object.path("subjects"));
            case "Namespace" ->
                Json.child(Json.metadata(object), "labels").put("kubernetes.io/metadata.name", Json.name(object));
            case "CustomResourceDefinition" -> {
                CustomDefinitions.fillNames(object);
                CustomDefinitions.dropZeroes(object);
            }
            default -> {}
        }
    }

    /** What the server adds or takes away of its own, so that who has written the object owns nothing of the one, and still the other. */
    static void allot(Kind kind, ObjectNode object) {
        if (kind.custom()) return;
        switch (kind.kind()) {
            case "Job" -> jobLabels(object);
            case "Pod" -> rank(object.path("spec"));
            case "CustomResourceDefinition" -> CustomDefinitions.establish(object);
            case "Role", "ClusterRole" -> {
                // A list with nothing in it is not kept; that there are no rules is told all the same.
                if (object.path("rules").isEmpty()) object.putNull("rules");
            }
            case "ServiceAccount" -> secretNames(object.path("secrets"));
            default -> {}
        }
    }

    private static void podSpec(JsonNode spec) {
        for (JsonNode container : spec.path("containers")) pullPolicy(container);
        for (JsonNode container : spec.path("initContainers")) pullPolicy(container);
        // The old name of the field lives on beside the new one.
        if (spec instanceof ObjectNode object && spec.has("serviceAccountName"))
            object.set("serviceAccount", spec.get("serviceAccountName"));
    }

    private static void rank(JsonNode spec) {
        if (!(spec instanceof ObjectNode object)) return;
        if (spec.path("terminationGracePeriodSeconds").asLong() < 0) object.put("terminationGracePeriodSeconds", 1);
        if (!object.has("priority")) object.put("priority", 0);
        if (!object.has("preemptionPolicy")) object.put("preemptionPolicy", "PreemptLowerPriority");
        for (String name : new String[] {"serviceAccountName", "serviceAccount"})
            if (!object.has(name))
                object.put(name, object.path("serviceAccountName").asText("default"));
    }

    private static void pullPolicy(JsonNode container) {
        if (container instanceof ObjectNode object && !object.has("imagePullPolicy"))
            object.put(
                    "imagePullPolicy",
                    ImageName.isLatest(container.path("image").asText()) ? "Always" : "IfNotPresent");
    }

    private static void requestsFromLimits(JsonNode containers) {
        for (JsonNode container : containers)
            if (container.path("resources") instanceof ObjectNode resources && resources.has("limits"))
                for (Map.Entry<String, JsonNode> limit : resources.get("limits").properties())
                    if (!resources.path("requests").has(limit.getKey()))
                        Json.child(resources, "requests").set(limit.getKey(), limit.getValue());
    }

    private static void rollingUpdate(JsonNode strategy) {
        if (!(strategy instanceof ObjectNode object)) return;
        if (!object.has("type")) object.put("type", "RollingUpdate");
        if (!object.get("type").asText().equals("RollingUpdate")) return;
        ObjectNode rolling = Json.child(object, "rollingUpdate");
        for (String bound : new String[] {"maxUnavailable", "maxSurge"})
            if (!rolling.has(bound)) rolling.put(bound, "25%");
    }

    private static void job(ObjectNode job) {
        podSpec(job.at("/spec/template/spec"));
        if (job.get("spec") instanceof ObjectNode spec && !spec.has("parallelism")) {
            spec.put("parallelism", 1);
            if (!spec.has("completions")) spec.put("completions", 1);
        }
        JsonNode labels = job.at("/spec/template/metadata/labels");
        if (!labels.isEmpty() && !Json.metadata(job).has("labels"))
            Json.metadata(job).set("labels", labels.deepCopy());
    }

    private static void jobLabels(ObjectNode job) {
        if (!(job.get("spec") instanceof ObjectNode spec)
                || spec.path("manualSelector").asBoolean()
                || spec.has("selector")) return;
        String uid = Json.uid(job);
        Json.child(Json.child(spec, "selector"), "matchLabels").put("batch.kubernetes.io/controller-uid", uid);
        ObjectNode labels = Json.child(Json.child(Json.child(spec, "template"), "metadata"), "labels");
        boolean shared = labels.equals(Json.child(Json.metadata(job), "labels"));
        for (String prefix : new String[] {"", "batch.kubernetes.io/"})
            labels.put(prefix + "controller-uid", uid).put(prefix + "job-name", Json.name(job));
        if (shared) Json.metadata(job).set("labels", labels.deepCopy());
    }

    private static void policyTypes(JsonNode spec) {
        if (!(spec instanceof ObjectNode object) || object.has("policyTypes")) return;
        ArrayNode types = object.putArray("policyTypes").add("Ingress");
        if (object.has("egress")) types.add("Egress");
    }

    private static void service(JsonNode spec) {
        for (JsonNode port : spec.path("ports"))
            if (port instanceof ObjectNode object && isNoPort(object.path("targetPort")))
                object.set("targetPort", object.path("port"));
        if (!(spec instanceof ObjectNode object) || object.path("type").asText().equals("ExternalName")) return;
        if (!object.has("internalTrafficPolicy")) object.put("internalTrafficPolicy", "Cluster");
    }

    private static void subjectGroups(JsonNode subjects) {
        for (JsonNode subject : subjects)
            if (subject instanceof ObjectNode object
                    && !object.has("apiGroup")
                    && PEOPLE.contains(object.path("kind").asText()))
                object.put("apiGroup", "rbac.authorization.k8s.io");
    }

    /** Of a Secret only the name is kept. */
    private static void secretNames(JsonNode secrets) {
        for (JsonNode secret : secrets) if (secret instanceof ObjectNode object) object.retain("name");
    }

    /** Zero and an empty name count as none. */
    private static boolean isNoPort(JsonNode port) {
        return port.isMissingNode()
                || (port.isIntegralNumber() && port.asInt() == 0)
                || port.equals(TextNode.valueOf(""));
    }

    private static void encodeStringData(ObjectNode secret) {
        if (!(secret.remove("stringData") instanceof ObjectNode texts)) return;
        for (Map.Entry<String, JsonNode> text : texts.properties())
            Json.child(secret, "data")
                    .put(
                            text.getKey(),
                            Base64.getEncoder()
                                    .encodeToString(text.getValue().asText().getBytes(StandardCharsets.UTF_8)));
    }
}
