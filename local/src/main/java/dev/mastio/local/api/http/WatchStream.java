package dev.mastio.local.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.kinds.Representation;
import dev.mastio.local.api.objects.Selector;
import dev.mastio.local.api.store.Change;
import dev.mastio.local.api.store.Store;
import dev.mastio.local.api.store.Watch;
import dev.mastio.local.api.wire.ApiFailure;
import dev.mastio.local.api.wire.Json;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** A watch as the client sees it: one line of JSON an event, as long as client and time limit allow. */
public final class WatchStream {
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Store store;
    private final Duration bookmarkEvery;

    public WatchStream(Store store, Duration bookmarkEvery) {
        this.store = store;
        this.bookmarkEvery = bookmarkEvery;
    }

    void serve(Call call, ResourcePath path) throws IOException, InterruptedException {
        // Fabric8 asks for a WebSocket first; an answer without the upgrade makes it watch by plain HTTP.
        if (call.header(Headers.UPGRADE).equalsIgnoreCase("websocket")) return;
        String fieldSelector =
                path.namesCollection() ? call.parameter("fieldSelector") : "metadata.name=" + path.name();
        Selector selector = Selector.of(path.kind(), call.parameter("labelSelector"), fieldSelector);
        call.exchange().getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        try (OutputStream out = call.exchange().getOutputStream()) {
            try (Watch watch = open(path, call.flag("sendInitialEvents") ? "" : call.parameter("resourceVersion"))) {
                new Stream(path.kind(), View.of(call, path.kind()), selector, watch, out).run(call);
            } catch (ApiFailure failure) {
                out.write(line("ERROR", Json.bytes(failure.status())));
            }
        }
    }

    private Watch open(ResourcePath path, String version) {
        if (version.isEmpty() || version.equals("0"))
            return store.watchFromNow(path.kind().storage(), path.namespace());
        try {
            return store.watchAfter(path.kind().storage(), path.namespace(), Long.parseLong(version));
        } catch (NumberFormatException e) {
            throw ApiFailure.badRequest("resourceVersion: Invalid value: \"" + version
                    + "\": strconv.ParseUint: parsing \"" + version + "\": invalid syntax");
        }
    }

    private static byte[] line(String type, byte[] object) {
        return (("{\"type\":\"" + type + "\",\"object\":") + new String(object, StandardCharsets.UTF_8) + "}\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private final class Stream {
        private final Kind kind;
        private final View view;
        private final Selector selector;
        private final Watch watch;
        private final OutputStream out;
        private boolean tabled;

        Stream(Kind kind, View view, Selector selector, Watch watch, OutputStream out) {
            this.kind = kind;
            this.view = view;
            this.selector = selector;
            this.watch = watch;
            this.out = out;
        }

        void run(Call call) throws IOException, InterruptedException {
            Instant end = Instant.now().plus(timeout(call.number("timeoutSeconds")));
            for (ObjectNode object : watch.initial())
                if (selector.matches(served(object))) out.write(line("ADDED", Json.bytes(shown(served(object)))));
            if (call.flag("sendInitialEvents")) bookmark(watch.start(), "k8s.io/initial-events-end");
            // Some clients hold a watch for broken until its first line has come.
            else if (call.flag("allowWatchBookmarks")) bookmark(watch.start(), "");
            out.flush();
            while (watch.isOpen() && Instant.now().isBefore(end)) {
                Duration left = Duration.between(Instant.now(), end);
                Change change = watch.next(left.compareTo(bookmarkEvery) < 0 ? left : bookmarkEvery);
                if (change != null) write(change);
                else if (call.flag("allowWatchBookmarks")) bookmark(watch.seenUpTo(), "");
                if (watch.isIdle()) out.flush();
            }
        }

        private ObjectNode served(ObjectNode stored) {
            return Representation.served(kind, stored);
        }

        private void write(Change change) throws IOException {
            ObjectNode before = change.before();
            ObjectNode now = served(change.object());
            boolean was = before != null && selector.matches(served(before));
            boolean is = change.type() != Change.Type.DELETED && selector.matches(now);
            if (!was && !is) return;
            String type = !is ? "DELETED" : was ? "MODIFIED" : "ADDED";
            if (!is && before != null && change.type() != Change.Type.DELETED) {
                out.write(line(type, Json.bytes(shown(asItWas(served(before), now)))));
                return;
            }
            boolean asStored = view instanceof View.Whole && Representation.isSame(kind, change.object());
            out.write(line(type, asStored ? change.bytes() : Json.bytes(shown(now))));
        }

        /** What has left the selection is shown as it was in it, in the version in which it left. */
        private static ObjectNode asItWas(ObjectNode before, ObjectNode now) {
            ObjectNode shown = before.deepCopy();
            Json.metadata(shown).set("resourceVersion", Json.metadata(now).get("resourceVersion"));
            return shown;
        }

        /** Only the first table of a stream tells its columns. */
        private ObjectNode shown(ObjectNode object) {
            ObjectNode shown = view.show(object);
            if (view instanceof View.AsTable && tabled) shown.putNull("columnDefinitions");
            tabled = true;
            return shown;
        }

        private void bookmark(long version, String annotation) throws IOException {
            if (version < 0) return; // changes are on their way
            ObjectNode object = Json.object(kind.apiVersion(), kind.kind());
            ObjectNode metadata = object.putObject("metadata").put("resourceVersion", Long.toString(version));
            if (!annotation.isEmpty()) metadata.putObject("annotations").put(annotation, "true");
            out.write(line("BOOKMARK", Json.bytes(object)));
        }

        private static Duration timeout(int seconds) {
            return seconds == 0 || seconds > LONGEST.toSeconds() ? LONGEST : Duration.ofSeconds(seconds);
        }
    }
}
