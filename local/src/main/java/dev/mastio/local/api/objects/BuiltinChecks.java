package dev.mastio.local.api.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.wire.Cause;
import dev.mastio.local.api.wire.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What must be true between fields of built-in kinds, and of names; no schema can say it. */
final class BuiltinChecks {
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final Pattern DNS_LABEL = Pattern.compile(LABEL);
    private static final Pattern SERVICE_NAME = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern SUBDOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final Pattern PATH_SEGMENT = Pattern.compile("(?!\\.{1,2}$)[^/%]+");
    private static final Pattern SCHEDULE = Pattern.compile("@\\w+|@every \\S+|\\S+(\\s+\\S+){4}");

    private final List<Cause> causes = new ArrayList<>();

    private BuiltinChecks() {}

    static List<Cause> check(Kind kind, ObjectNode object) {
        BuiltinChecks checks = new BuiltinChecks();
        checks.name(kind, Json.name(object));
        if (!kind.custom()) checks.byKind(kind.kind(), object);
        return checks.causes;
    }

    private void name(Kind kind, String name) {
        if (kind.group().equals("rbac.authorization.k8s.io")) name(name, PATH_SEGMENT, 253);
        else if (kind.is("Service")) name(name, SERVICE_NAME, 63);
        else if (kind.is("Namespace")) name(name, DNS_LABEL, 63);
        else name(name, SUBDOMAIN, 253);
    }

    private void name(String name, Pattern pattern, int longest) {
        if (!pattern.matcher(name).matches() || name.length() > longest)
            causes.add(Cause.invalid(
                    "metadata.name",
                    "\"" + name + "\"",
                    "must match '" + pattern + "' and have at most " + longest + " characters"));
    }

    private void byKind(String kind, ObjectNode object) {
        switch (kind) {
            case "Pod" -> pod(object.path("spec"), "spec");
            case "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet" -> {
                selects(object);
                pod(object.at("/spec/template/spec"), "spec.template.spec");
                restarts(object, "/spec/template/spec", Set.of("Always"));
                if (object.at("/spec/strategy/type").asText().equals("Recreate")
                        && object.at("/spec/strategy").has("rollingUpdate"))
                    causes.add(Cause.forbidden(
                            "spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'"));
            }
            case "Job" -> {
                pod(object.at("/spec/template/spec"), "spec.template.spec");
                restarts(object, "/spec/template/spec", Set.of("OnFailure", "Never"));
            }
            case "CronJob" -> {
                restarts(object, "/spec/jobTemplate/spec/template/spec", Set.of("OnFailure", "Never"));
                String schedule = object.at("/spec/schedule").asText();
                if (!SCHEDULE.matcher(schedule.strip()).matches())
                    causes.add(Cause.invalid(
                            "spec.schedule",
                            "\"" + schedule + "\"",
                            "expected exactly 5 fields, or a macro such as @hourly"));
            }
            case "CustomResourceDefinition" -> causes.addAll(CustomDefinitions.check(object));
            default -> {}
        }
    }

    private void selects(ObjectNode object) {
        JsonNode labels = object.at("/spec/template/metadata/labels");
        JsonNode wanted = object.at("/spec/selector/matchLabels");
        boolean all =
                wanted.properties().stream().allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
        if (!all || object.at("/spec/selector").isEmpty())
            causes.add(Cause.invalid(
                    "spec.template.metadata.labels", labels, "`selector` does not match template `labels`"));
    }

    private void restarts(ObjectNode object, String pointer, Set<String> supported) {
        JsonNode policy = object.at(pointer + "/restartPolicy");
        if (!policy.isMissingNode() && !supported.contains(policy.asText()))
            causes.add(new Cause(
                    "FieldValueNotSupported",
                    pointer.substring(1).replace('/', '.') + ".restartPolicy",
                    "Unsupported value: " + policy + ": supported values: " + supported));
    }

    private void pod(JsonNode spec, String path) {
        Set<String> volumes = new HashSet<>();
        for (JsonNode volume : spec.path("volumes"))
            volumes.add(volume.path("name").asText());
        for (JsonNode container : spec.path("containers")) {
            String at = path + ".containers[" + container.path("name").asText() + "]";
            if (container.path("image").asText().isEmpty()) causes.add(Cause.required(at + ".image", ""));
            for (JsonNode mount : container.path("volumeMounts"))
                if (!volumes.contains(mount.path("name").asText()))
                    causes.add(
                            new Cause("FieldValueNotFound", at + ".volumeMounts", "Not found: " + mount.path("name")));
        }
    }
}
