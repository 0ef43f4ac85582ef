package dev.mastio.local.api.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.kinds.Representation;
import dev.mastio.local.api.store.Store;
import dev.mastio.local.api.wire.ApiFailure;
import dev.mastio.local.api.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Lists, in pages if asked. */
public final class Listing {
    private final Store store;

    public Listing(Store store) {
        this.store = store;
    }

    /**
     * Lists what the selector matches.
     *
     * @param limit how many at most; 0 for all
     * @param after the token of the page before; empty for the first page
     */
    public ObjectNode list(Kind kind, String namespace, Selector selector, int limit, String after) {
        return store.transaction(() -> {
            Page from = after.isEmpty() ? new Page(store.version(), "", "") : Page.parse(after);
            ObjectNode list = Json.object(kind.apiVersion(), kind.kind() + "List");
            // All pages carry the version of the first one: a watch from there tells of everything that changed between
            // pages.
            ObjectNode metadata = list.putObject("metadata").put("resourceVersion", Long.toString(from.version));
            if (kind.custom()) metadata.put("continue", "");
            ArrayNode items = list.putArray("items");
            List<ObjectNode> all = store.list(kind.storage(), namespace);
            for (int i = 0; i < all.size(); i++) {
                ObjectNode object = Representation.served(kind, all.get(i));
                if (!from.isBefore(object) || !selector.matches(object)) continue;
                if (limit > 0 && items.size() == limit) {
                    metadata.put("continue", Page.after(from.version, items.get(limit - 1)));
                    // As on a real server, which would have to read the rest to count what is selected.
                    if (selector.matchesAll()) metadata.put("remainingItemCount", all.size() - i);
                    break;
                }
                items.add(kind.custom() ? object : untyped(object));
            }
            return list;
        });
    }

    /** In a list of a built-in kind only the list says of which kind all are. */
    private static ObjectNode untyped(ObjectNode object) {
        ObjectNode bare = Json.object();
        bare.setAll(object);
        bare.remove(List.of("apiVersion", "kind"));
        return bare;
    }

    private record Page(long version, String namespace, String name) {
        static String after(long version, JsonNode last) {
            String text = version + "/" + Json.namespace(last) + "/" + Json.name(last);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }

        static Page parse(String token) {
            try {
                String[] parts =
                        new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split("/", -1);
                return new Page(Long.parseLong(parts[0]), parts[1], parts[2]);
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                throw ApiFailure.badRequest(
                        "continue: Invalid value: \"" + token + "\": it did not come from this server");
            }
        }

        boolean isBefore(ObjectNode object) {
            int byNamespace = namespace.compareTo(Json.namespace(object));
            return byNamespace < 0 || (byNamespace == 0 && name.compareTo(Json.name(object)) < 0);
        }
    }
}
