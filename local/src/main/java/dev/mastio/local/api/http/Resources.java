package dev.mastio.local.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.fields.Patch;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.kinds.Kinds;
import dev.mastio.local.api.kinds.Representation;
import dev.mastio.local.api.objects.DeleteOptions;
import dev.mastio.local.api.objects.Deletion;
import dev.mastio.local.api.objects.Listing;
import dev.mastio.local.api.objects.Scaling;
import dev.mastio.local.api.objects.Selector;
import dev.mastio.local.api.objects.Target;
import dev.mastio.local.api.objects.WriteOptions;
import dev.mastio.local.api.objects.Writes;
import dev.mastio.local.api.wire.ApiFailure;
import dev.mastio.local.api.wire.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Requests about objects: finds out what is asked for and answers with what {@code objects} makes of it. */
public final class Resources {
    private final Kinds kinds;
    private final Writes writes;
    private final Deletion deletion;
    private final Listing listing;
    private final Scaling scaling;
    private final WatchStream watches;
    private final PodRequests pods;

    public Resources(
            Kinds kinds, Writes writes, Deletion deletion, Listing listing, WatchStream watches, PodRequests pods) {
        this.kinds = kinds;
        this.writes = writes;
        this.deletion = deletion;
        this.listing = listing;
        this.scaling = new Scaling(writes);
        this.watches = watches;
        this.pods = pods;
    }

    void serve(Call call) throws IOException, InterruptedException {
        ResourcePath path = ResourcePath.parse(call.path(), kinds);
        if (!path.kind().isKept()) {
            if (!call.method().equals("POST")) throw notAllowed();
            call.answer(201, Reviews.answer(path.kind(), call.object()));
        } else
            switch (path.subresource()) {
                case "", "status" -> object(call, path);
                case "scale" -> scale(call, path);
                default -> pods.serve(call, path);
            }
    }

    private void object(Call call, ResourcePath path) throws IOException, InterruptedException {
        switch (call.method()) {
            case "GET" -> read(call, path);
            case "POST" -> create(call, path);
            case "PUT" -> replace(call, path);
            case "PATCH" -> patch(call, path);
            case "DELETE" -> delete(call, path);
            default -> throw notAllowed();
        }
    }

    private static ApiFailure notAllowed() {
        return ApiFailure.notSupported("the server does not allow this method on the requested resource");
    }

    private void read(Call call, ResourcePath path) throws IOException, InterruptedException {
        QueryRules.checkRead(call);
        if (call.flag("watch") && path.namesCollection()) watches.serve(call, path);
        else if (path.namesCollection())
            call.answer(200, View.of(call, path.kind()).show(list(call, path)));
        else answer(call, path, 200, writes.get(path.target()));
    }

    /** Every object leaves in the version and the form that the client asked for. */
    private static void answer(Call call, ResourcePath path, int code, ObjectNode stored) {
        call.answer(code, View.of(call, path.kind()).show(Representation.served(path.kind(), stored)));
    }

    private ObjectNode list(Call call, ResourcePath path) {
        Selector selector = Selector.of(path.kind(), call.parameter("labelSelector"), call.parameter("fieldSelector"));
        return listing.list(path.kind(), path.namespace(), selector, call.number("limit"), call.parameter("continue"));
    }

    private void create(Call call, ResourcePath path) throws IOException {
        if (!path.namesCollection()) throw notAllowed();
        Kind kind = kinds.ofStorage(path.kind());
        ObjectNode given = (ObjectNode) Representation.stored(kind, path.kind(), call.object());
        answer(call, path, 201, writes.create(kind, path.namespace(), given, call.writeOptions("")));
    }

    private void replace(Call call, ResourcePath path) throws IOException {
        if (path.namesCollection()) throw notAllowed();
        Target target = stored(path);
        ObjectNode given = (ObjectNode) Representation.stored(target.kind(), path.kind(), call.object());
        Writes.Applied replaced = writes.replace(target, given, call.writeOptions(path.subresource()));
        answer(call, path, replaced.created() ? 201 : 200, replaced.object());
    }

    private void patch(Call call, ResourcePath path) throws IOException {
        if (path.namesCollection()) throw notAllowed();
        Target target = stored(path);
        WriteOptions options = call.writeOptions(path.subresource());
        if (call.appliesServerSide()) {
            ObjectNode given = (ObjectNode) Representation.stored(target.kind(), path.kind(), call.object());
            Writes.Applied applied = writes.apply(target, given, options);
            answer(call, path, applied.created() ? 201 : 200, applied.object());
        } else {
            Patch patch = call.patch(path.kind());
            JsonNode change = Representation.stored(target.kind(), path.kind(), call.change());
            answer(call, path, 200, writes.patch(target, patch, change, options));
        }
    }

    private Target stored(ResourcePath path) {
        return new Target(kinds.ofStorage(path.kind()), path.namespace(), path.name());
    }

    private void scale(Call call, ResourcePath path) throws IOException {
        WriteOptions options = call.writeOptions("scale");
        switch (call.method()) {
            case "GET" -> call.answer(200, scaling.get(path.target()));
            case "PUT" -> call.answer(200, scaling.replace(path.target(), call.object(), options));
            case "PATCH" -> {
                ObjectNode scaled = call.appliesServerSide()
                        ? scaling.apply(path.target(), call.object(), options)
                        : scaling.patch(path.target(), call.patch(path.kind()), call.change(), options);
                call.answer(200, scaled);
            }
            default -> throw notAllowed();
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
            if (path.kind().is("Job") && options.propagation() == DeleteOptions.Propagation.USUAL)
                call.warn(
                        "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning");
            ObjectNode deleted = deletion.delete(path.target(), options);
            boolean over = Deletion.isOver(deleted);
            if (over && !path.kind().isShownWhenDeleted()) call.answer(200, success(path, deleted));
            else {
                // It is shown as it was: only what goes on is marked.
                if (over && !path.kind().is("Pod")) Json.metadata(deleted).remove(Deletion.MARKS);
                answer(call, path, 200, deleted);
            }
        }
    }

    private static ObjectNode success(ResourcePath path, ObjectNode deleted) {
        ObjectNode status = Json.object("v1", "Status").put("status", "Success");
        status.putObject("metadata");
        ObjectNode details = status.putObject("details").put("name", path.name());
        if (!path.kind().group().isEmpty()) details.put("group", path.kind().group());
        details.put("kind", path.kind().plural()).put("uid", Json.uid(deleted));
        return status;
    }
}
