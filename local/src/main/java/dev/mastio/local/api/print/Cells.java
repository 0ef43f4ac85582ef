package dev.mastio.local.api.print;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Cells that take more than a path: above all a pod's status, which says more than its phase. */
final class Cells {
    private Cells() {}

    static String computed(String name, JsonNode object) {
        return switch (name) {
            case "podReady" -> podReady(object);
            case "podStatus" -> podStatus(object);
            case "podRestarts" -> podRestarts(object);
            case "jobStatus" -> jobStatus(object);
            case "suspend" -> object.at("/spec/suspend").asBoolean() ? "True" : "False";
            case "jobDuration" ->
                object.at("/status/startTime").isMissingNode()
                        ? ""
                        : Age.between(object.at("/status/startTime"), object.at("/status/completionTime"));
            case "servicePorts" -> servicePorts(object);
            case "configMapData" ->
                Integer.toString(
                        object.path("data").size() + object.path("binaryData").size());
            case "eventLastSeen" -> eventLastSeen(object);
            case "eventObject" ->
                (object.at("/involvedObject/kind").asText() + "/").toLowerCase(Locale.ROOT)
                        + object.at("/involvedObject/name").asText();
            case "nodeStatus" -> nodeStatus(object);
            default -> throw new IllegalStateException("columns.yaml asks for the cell " + name);
        };
    }

    private static String podReady(JsonNode pod) {
        int ready = 0;
        for (JsonNode container : pod.at("/status/containerStatuses"))
            if (container.path("ready").asBoolean()) ready++;
        return ready + "/" + pod.at("/spec/containers").size();
    }

    private static String podStatus(JsonNode pod) {
        if (pod.path("metadata").has("deletionTimestamp")) return "Terminating";
        for (JsonNode container : pod.at("/status/initContainerStatuses")) {
            JsonNode state = container.path("state");
            if (state.at("/terminated/exitCode").asInt(1) == 0) continue;
            String reason = reason(state);
            return reason.isEmpty() ? "Init" : "Init:" + reason;
        }
        String shown = pod.at("/status/reason").asText(pod.at("/status/phase").asText("Unknown"));
        for (JsonNode container : pod.at("/status/containerStatuses")) {
            String reason = reason(container.path("state"));
            if (!reason.isEmpty()) shown = reason;
        }
        return shown;
    }

    private static String reason(JsonNode state) {
        String waiting = state.at("/waiting/reason").asText("");
        if (!waiting.isEmpty() || !state.has("terminated")) return waiting;
        JsonNode terminated = state.get("terminated");
        return terminated
                .path("reason")
                .asText("ExitCode:" + terminated.path("exitCode").asInt());
    }

    private static String podRestarts(JsonNode pod) {
        int restarts = 0;
        JsonNode last = pod.path("never");
        for (JsonNode container : pod.at("/status/containerStatuses")) {
            restarts += container.path("restartCount").asInt();
            JsonNode finished = container.at("/lastState/terminated/finishedAt");
            if (finished.asText().compareTo(last.asText()) > 0) last = finished;
        }
        return restarts == 0 || !last.isTextual()
                ? Integer.toString(restarts)
                : restarts + " (" + Age.since(last) + " ago)";
    }

    private static String jobStatus(JsonNode job) {
        for (JsonNode condition : job.at("/status/conditions"))
            if (condition.path("status").asText().equals("True"))
                return condition.path("type").asText();
        return job.at("/spec/suspend").asBoolean() ? "Suspended" : "Running";
    }

    private static String servicePorts(JsonNode service) {
        String ports = StreamSupport.stream(service.at("/spec/ports").spliterator(), false)
                .map(port ->
                        port.path("port").asText() + "/" + port.path("protocol").asText())
                .collect(Collectors.joining(","));
        return ports.isEmpty() ? "<none>" : ports;
    }

    private static String eventLastSeen(JsonNode event) {
        for (String pointer : new String[] {"/series/lastObservedTime", "/lastTimestamp", "/eventTime"})
            if (event.at(pointer).isTextual()) return Age.since(event.at(pointer));
        return Age.since(event.at("/metadata/creationTimestamp"));
    }

    private static String nodeStatus(JsonNode node) {
        String ready = JsonPath.first(node, ".status.conditions[?(@.type==\"Ready\")].status")
                .asText();
        String status = ready.equals("True") ? "Ready" : ready.equals("False") ? "NotReady" : "Unknown";
        return node.at("/spec/unschedulable").asBoolean() ? status + ",SchedulingDisabled" : status;
    }
}
