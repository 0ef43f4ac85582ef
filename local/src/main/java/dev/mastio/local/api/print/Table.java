package dev.mastio.local.api.print;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.wire.Json;
import java.util.ArrayList;
import java.util.List;

/** The answer to {@code as=Table}. */
public final class Table {
    private Table() {}

    /**
     * Lays out one object or a list.
     *
     * @param includeObject what each row carries of its object: {@code None}, {@code Metadata} (also when empty) or {@code Object}
     */
    public static ObjectNode of(Kind kind, ObjectNode objectOrList, String includeObject) {
        ObjectNode table = Json.object("meta.k8s.io/v1", "Table");
        ObjectNode metadata = table.putObject("metadata");
        JsonNode from = objectOrList.path("metadata");
        for (String field : List.of("resourceVersion", "continue", "remainingItemCount"))
            if (!from.path(field).asText().isEmpty()) metadata.set(field, from.get(field));
        List<Column> columns = columns(kind);
        ArrayNode definitions = table.putArray("columnDefinitions");
        for (Column column : columns)
            definitions
                    .addObject()
                    .put("name", column.name())
                    .put("type", column.type())
                    .put("format", column.format())
                    .put("description", column.description())
                    .put("priority", column.priority());
        ArrayNode rows = table.putArray("rows");
        if (objectOrList.get("items") instanceof ArrayNode items)
            items.forEach(item -> row(kind, rows, columns, item, includeObject));
        else row(kind, rows, columns, objectOrList, includeObject);
        if (rows.isEmpty() && (kind.custom() || kind.is("CustomResourceDefinition"))) table.putNull("rows");
        return table;
    }

    private static void row(Kind kind, ArrayNode rows, List<Column> columns, JsonNode object, String includeObject) {
        ObjectNode row = rows.addObject();
        ArrayNode cells = row.putArray("cells");
        for (Column column : columns) {
            JsonNode cell = column.cell().apply(object);
            if (cell.isMissingNode()) cells.addNull();
            else cells.add(cell);
        }
        switch (includeObject) {
            case "None" -> row.putNull("object");
            case "Object" -> row.set("object", typed(kind, object));
            default ->
                row.putObject("object")
                        .put("kind", "PartialObjectMetadata")
                        .put("apiVersion", "meta.k8s.io/v1")
                        .set("metadata", object.get("metadata"));
        }
    }

    /** An object of a list does not say what it is. */
    private static JsonNode typed(Kind kind, JsonNode object) {
        if (object.has("kind")) return object;
        return Json.object(kind.apiVersion(), kind.kind()).setAll((ObjectNode) object);
    }

    private static List<Column> columns(Kind kind) {
        if (!kind.custom()) return BuiltinColumns.of(kind.kind());
        List<Column> columns = new ArrayList<>(List.of(Column.NAME));
        if (kind.columns().isEmpty()) columns.add(Column.age("date"));
        else kind.columns().forEach(column -> columns.add(Column.custom(column)));
        return columns;
    }
}
