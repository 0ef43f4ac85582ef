package dev.mastio.local.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.kinds.Kinds;
import dev.mastio.local.api.objects.DeleteOptions;
import dev.mastio.local.api.objects.Deletion;
import dev.mastio.local.api.objects.Scaling;
import dev.mastio.local.api.objects.Selector;
import dev.mastio.local.api.objects.Target;
import dev.mastio.local.api.objects.WriteOptions;
import dev.mastio.local.api.objects.Writes;
import dev.mastio.local.api.store.Store;
import dev.mastio.local.api.wire.ApiFailure;
import dev.mastio.local.api.wire.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Requests about objects: finds out what is asked for and answers with what {@code objects} makes of it. */
public final class Resources {
    private final Kinds kinds;
    private final Store store;
    private final Writes writes;
    private final Deletion deletion;
    private final Scaling scaling;
    private final WatchStream watches;
    private final PodRequests pods;

    public Resources(
            Kinds kinds, Store store, Writes writes, Deletion deletion, WatchStream watches, PodRequests pods) {
        this.kinds = kinds;
        this.store = store;
        this.writes = writes;
        this.deletion = deletion;
        this.scaling = new Scaling(writes);
        this.watches = watches;
        this.pods = pods;
    }

    void serve(Call call) throws IOException, InterruptedException {
        ResourcePath path = ResourcePath.parse(call.path(), kinds);
        switch (path.subresource()) {
            case "" -> object(call, path);
            case "status" -> object(call, path);
            case "scale" -> scale(call, path);
            default -> pods.serve(call, path);
        }
    }

    private void object(Call call, ResourcePath path) throws IOException, InterruptedException {
        WriteOptions options = call.writeOptions(path.subresource());
        switch (call.method()) {
            case "GET" -> read(call, path);
            case "POST" -> {
                if (!path.namesCollection()) throw notAllowed(call);
                call.answer(201, writes.create(path.kind(), path.namespace(), call.object(), options));
            }
            case "PUT" -> call.answer(200, writes.replace(path.target(), call.object(), options));
            case "PATCH" -> patch(call, path, options);
            case "DELETE" -> delete(call, path);
            default -> throw notAllowed(call);
        }
    }

    private static ApiFailure notAllowed(Call call) {
        return ApiFailure.notSupported("the server does not allow " + call.method() + " on " + call.path());
    }

    private void read(Call call, ResourcePath path) throws IOException, InterruptedException {
        if (call.flag("watch")) watches.serve(call, path);
        else
            call.answer(
                    200,
                    View.of(call, path.kind())
                            .show(path.namesCollection() ? list(call, path) : writes.get(path.target())));
    }

    private ObjectNode list(Call call, ResourcePath path) {
        Selector selector = Selector.of(call.parameter("labelSelector"), call.parameter("fieldSelector"));
        return store.transaction(() -> {
            ObjectNode list = Json.object(path.kind().apiVersion(), path.kind().kind() + "List");
            list.putObject("metadata").put("resourceVersion", Long.toString(store.version()));
            ArrayNode items = list.putArray("items");
            for (ObjectNode object : store.list(path.kind().storage(), path.namespace()))
                if (selector.matches(object)) items.add(object);
            return list;
        });
    }

    private void patch(Call call, ResourcePath path, WriteOptions options) throws IOException {
        if (call.appliesServerSide()) {
            if (call.parameter("fieldManager").isEmpty())
                throw ApiFailure.badRequest(
                        "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
            Writes.Applied applied = writes.apply(path.target(), call.object(), options);
            call.answer(applied.created() ? 201 : 200, applied.object());
        } else call.answer(200, writes.patch(path.target(), call.patch(), call.body(), options));
    }

    private void scale(Call call, ResourcePath path) throws IOException {
        WriteOptions options = call.writeOptions("scale");
        switch (call.method()) {
            case "GET" -> call.answer(200, scaling.get(path.target()));
            case "PUT" -> call.answer(200, scaling.replace(path.target(), call.object(), options));
            case "PATCH" -> call.answer(200, scaling.patch(path.target(), call.patch(), call.body(), options));
            default -> throw notAllowed(call);
        }
    }

    private void delete(Call call, ResourcePath path) throws IOException {
        DeleteOptions options = call.deleteOptions();
        if (path.namesCollection()) {
            ObjectNode list = list(call, path);
            List<JsonNode> doomed = new ArrayList<>();
            list.get("items").forEach(doomed::add);
            for (JsonNode object : doomed)
                deletion.delete(new Target(path.kind(), Json.namespace(object), Json.name(object)), options);
            call.answer(200, list);
        } else {
            ObjectNode deleted = deletion.delete(path.target(), options);
            call.answer(200, deletion.remains(path.target(), deleted) ? deleted : success(path, deleted));
        }
    }

    private static ObjectNode success(ResourcePath path, ObjectNode deleted) {
        ObjectNode status = Json.object("v1", "Status").put("status", "Success");
        status.putObject("metadata");
        status.putObject("details")
                .put("name", path.name())
                .put("group", path.kind().group())
                .put("kind", path.kind().plural())
                .put("uid", Json.uid(deleted));
        return status;
    }
}
