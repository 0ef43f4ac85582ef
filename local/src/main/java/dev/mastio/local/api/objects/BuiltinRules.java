package dev.mastio.local.api.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.schema.Quantities;
import dev.mastio.local.api.wire.Cause;
import dev.mastio.local.api.wire.Json;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What must be true of objects of some built-in kinds, and can't be said of one field or in one rule; pods have {@link PodRules}. */
final class BuiltinRules {
    /** Whoever can't read the selector does not look at the template any more. */
    static final Cause UNREADABLE_SELECTOR = Cause.invalid("spec.selector", "invalid label selector");

    private static final Pattern DATA_KEY = Pattern.compile("[-._a-zA-Z0-9]+");
    private static final List<String> ACCESS_MODES =
            List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");
    private static final int LONGEST_CRON_JOB = 52;
    private static final Map<String, List<String>> SECRET_KEYS = Map.of(
            "kubernetes.io/tls", List.of("tls.crt", "tls.key"), "kubernetes.io/ssh-auth", List.of("ssh-privatekey"));

    private final List<Cause> causes = new ArrayList<>();

    private BuiltinRules() {}

    static List<Cause> check(Kind kind, ObjectNode object, @Nullable ObjectNode before) {
        if (kind.custom()) return List.of();
        BuiltinRules rules = new BuiltinRules();
        rules.causes.addAll(SelectorRules.check(kind.schema(), object));
        JsonNode spec = object.path("spec");
        switch (kind.kind()) {
            case "ConfigMap" -> rules.configMap(object);
            case "Secret" -> rules.secret(object);
            case "PersistentVolumeClaim" -> rules.claim(spec);
            case "Service" -> {
                rules.portNames(spec.path("ports"));
                rules.causes.addAll(Names.checkLabels(spec.path("selector"), "spec.selector"));
            }
            case "Deployment" -> {
                rules.labels(kind, spec);
                rules.counts(object.path("status"));
            }
            case "ReplicaSet" -> rules.labels(kind, spec);
            case "CronJob" -> rules.cronJob(object);
            case "Event" -> rules.event(object);
            default -> {}
        }
        rules.causes.addAll(PodRules.check(kind, spec));
        if (kind.is("Pod") && before != null) rules.causes.addAll(PodRules.checkChange(spec, before.path("spec")));
        if (kind.is("PersistentVolumeClaim") && before != null) rules.claimChange(object, before);
        return List.copyOf(rules.causes);
    }

    /** An empty map is a change of what is immutable and has none, which can't be told once the object is read. */
    static List<Cause> checkEmptied(Kind kind, ObjectNode given, ObjectNode before) {
        if (kind.custom() || !before.path("immutable").asBoolean()) return List.of();
        // The texts of a ConfigMap are the exception: it always has a map of them.
        String field = kind.is("ConfigMap") ? "binaryData" : "data";
        boolean emptied = !before.has(field) && given.get(field) instanceof ObjectNode map && map.isEmpty();
        return emptied ? List.of(Cause.forbidden(field, "field is immutable when `immutable` is set")) : List.of();
    }

    private void configMap(ObjectNode object) {
        keys(object.path("data"), "data");
        keys(object.path("binaryData"), "binaryData");
        for (Map.Entry<String, JsonNode> entry : object.path("data").properties())
            if (object.path("binaryData").has(entry.getKey()))
                causes.add(Cause.invalid(
                        "data[" + entry.getKey() + "]",
                        "\"" + entry.getKey() + "\"",
                        "duplicate of key present in binaryData"));
    }

    private void keys(JsonNode data, String field) {
        for (Map.Entry<String, JsonNode> entry : data.properties())
            if (!DATA_KEY.matcher(entry.getKey()).matches())
                causes.add(Cause.invalid(
                        field + "[" + entry.getKey() + "]",
                        "\"" + entry.getKey() + "\"",
                        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or"
                                + " 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"));
    }

    private void secret(ObjectNode object) {
        JsonNode data = object.path("data");
        keys(data, "data");
        String type = object.path("type").asText();
        for (String key : SECRET_KEYS.getOrDefault(type, List.of()))
            if (!data.has(key)) causes.add(Cause.required("data[" + key + "]", ""));
        if (type.equals("kubernetes.io/basic-auth") && !data.has("username") && !data.has("password"))
            for (String key : List.of("username", "password")) causes.add(Cause.required("data[" + key + "]", ""));
    }

    private void claim(JsonNode spec) {
        for (JsonNode mode : spec.path("accessModes"))
            if (!ACCESS_MODES.contains(mode.asText()))
                causes.add(Cause.unsupported("spec.accessModes", mode.toString(), ACCESS_MODES));
        JsonNode amount = spec.at("/resources/requests/storage");
        if (amount.isMissingNode()) causes.add(Cause.required("spec.resources[storage]", ""));
        else if (Quantities.parse(amount.asText())
                .filter(it -> it.signum() <= 0)
                .isPresent()) causes.add(Cause.invalid("spec.resources[storage]", amount, "must be greater than zero"));
    }

    private void portNames(JsonNode ports) {
        for (int i = 0; ports.size() > 1 && i < ports.size(); i++)
            if (ports.get(i).path("name").asText().isEmpty())
                causes.add(Cause.required("spec.ports[" + i + "].name", ""));
    }

    private void labels(Kind kind, JsonNode spec) {
        JsonNode selector = spec.path("selector");
        JsonNode labels = spec.at("/template/metadata/labels");
        if (selector.isObject() && selector.isEmpty())
            causes.add(Cause.invalid(
                    "spec.selector",
                    selector,
                    "empty selector is invalid for " + kind.kind().toLowerCase(Locale.ROOT)));
        if (causes.stream().anyMatch(cause -> cause.field().startsWith("spec.selector."))) {
            causes.add(UNREADABLE_SELECTOR);
            return;
        }
        boolean matches = selector.path("matchLabels").properties().stream()
                .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())));
        if (selector.isMissingNode() || !matches)
            causes.add(Cause.invalid(
                    "spec.template.metadata.labels",
                    labels.isMissingNode() ? "null" : labels,
                    "`selector` does not match template `labels`"));
    }

    private void counts(JsonNode status) {
        int replicas = status.path("replicas").asInt();
        for (String count : List.of("updatedReplicas", "readyReplicas", "availableReplicas"))
            if (status.path(count).asInt() > replicas)
                causes.add(Cause.invalid(
                        "status." + count, status.path(count).asInt(), "cannot be greater than status.replicas"));
    }

    private void cronJob(ObjectNode object) {
        String name = Json.name(object);
        if (name.length() > LONGEST_CRON_JOB)
            causes.add(Cause.invalid(
                    "metadata.name", "\"" + name + "\"", "must be no more than " + LONGEST_CRON_JOB + " characters"));
        String zone = object.at("/spec/timeZone").asText("UTC");
        try {
            ZoneId.of(zone);
        } catch (DateTimeException unknown) {
            causes.add(Cause.invalid("spec.timeZone", "\"" + zone + "\"", "unknown time zone " + zone));
        }
    }

    /** A claim gets a volume and a class once, and more storage when it is bound. */
    private void claimChange(ObjectNode claim, ObjectNode before) {
        ObjectNode was = before.path("spec").deepCopy();
        ObjectNode now = claim.path("spec").deepCopy();
        for (String once : List.of("volumeName", "storageClassName")) if (!was.has(once)) now.remove(once);
        if (claim.at("/status/phase").asText().equals("Bound"))
            for (ObjectNode spec : List.of(was, now))
                Json.child(Json.child(spec, "resources"), "requests").remove("storage");
        if (!now.equals(was))
            causes.add(
                    Cause.forbidden(
                            "spec",
                            "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims"));
    }

    private void event(ObjectNode object) {
        String about = object.at("/involvedObject/namespace").asText();
        if (!about.isEmpty() && !about.equals(Json.namespace(object)))
            causes.add(
                    Cause.invalid("involvedObject.namespace", "\"" + about + "\"", "does not match event.namespace"));
    }
}
