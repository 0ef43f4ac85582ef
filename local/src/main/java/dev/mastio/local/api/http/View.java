package dev.mastio.local.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.print.Table;
import dev.mastio.local.api.wire.Json;

/** The form in which a client wants objects: whole, only their metadata, or as rows of a table. */
sealed interface View {

    ObjectNode show(ObjectNode objectOrList);

    static View of(Call call, Kind kind) {
        if (call.asksFor("Table")) return new AsTable(kind, call.parameter("includeObject"));
        if (call.asksFor("PartialObjectMetadata")) return new MetadataOnly();
        return new Whole();
    }

    record Whole() implements View {
        @Override
        public ObjectNode show(ObjectNode objectOrList) {
            return objectOrList;
        }
    }

    record MetadataOnly() implements View {
        @Override
        public ObjectNode show(ObjectNode objectOrList) {
            if (!(objectOrList.get("items") instanceof ArrayNode items)) return partial(objectOrList);
            ObjectNode list = Json.object("meta.k8s.io/v1", "PartialObjectMetadataList");
            ObjectNode metadata = Json.metadata(objectOrList).deepCopy();
            if (metadata.path("continue").asText().isEmpty()) metadata.remove("continue");
            list.set("metadata", metadata);
            ArrayNode partials = list.putArray("items");
            for (JsonNode item : items) partials.add(partial(item));
            return list;
        }

        private static ObjectNode partial(JsonNode object) {
            ObjectNode partial = Json.object("meta.k8s.io/v1", "PartialObjectMetadata");
            partial.set("metadata", object.get("metadata"));
            return partial;
        }
    }

    record AsTable(Kind kind, String includeObject) implements View {
        @Override
        public ObjectNode show(ObjectNode objectOrList) {
            return Table.of(kind, objectOrList, includeObject);
        }
    }
}
