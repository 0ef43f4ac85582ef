package dev.mastio.local.api.print;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The columns of built-in kinds, as a real server names and fills them. */
final class BuiltinColumns {
    private BuiltinColumns() {}

    static List<Column> of(String kind) {
        return switch (kind) {
            case "Deployment" ->
                List.of(
                        Column.text("Ready", o -> count(o, "/status/readyReplicas") + "/" + count(o, "/spec/replicas")),
                        Column.text("Up-to-date", o -> count(o, "/status/updatedReplicas")),
                        Column.text("Available", o -> count(o, "/status/availableReplicas")),
                        Column.AGE);
            case "ReplicaSet" ->
                List.of(
                        Column.text("Desired", o -> count(o, "/spec/replicas")),
                        Column.text("Current", o -> count(o, "/status/replicas")),
                        Column.text("Ready", o -> count(o, "/status/readyReplicas")),
                        Column.AGE);
            case "Namespace", "PersistentVolumeClaim" -> List.of(Column.at("Status", ".status.phase"), Column.AGE);
            case "Pod" -> List.of(Column.at("Status", ".status.phase"), Column.AGE);
            case "CustomResourceDefinition" -> List.of(Column.at("Created At", ".metadata.creationTimestamp"));
            case "ConfigMap" ->
                List.of(
                        Column.text(
                                "Data",
                                o -> Integer.toString(o.path("data").size()
                                        + o.path("binaryData").size())),
                        Column.AGE);
            case "Secret" ->
                List.of(
                        Column.at("Type", ".type"),
                        Column.text("Data", o -> Integer.toString(o.path("data").size())),
                        Column.AGE);
            default -> List.of(Column.AGE);
        };
    }

    private static String count(JsonNode object, String pointer) {
        return object.at(pointer).asText("0");
    }
}
