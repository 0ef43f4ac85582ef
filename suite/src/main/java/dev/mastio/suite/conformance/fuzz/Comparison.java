package dev.mastio.suite.conformance.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.suite.conformance.pair.Difference;
import dev.mastio.suite.conformance.pair.Normaliser;
import dev.mastio.suite.conformance.pair.Trees;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/** In what two replies to the same step differ, but for what can't be alike. */
final class Comparison {

    private static final String PROTECTION = "kubernetes.io/pvc-protection";

    private Comparison() {}

    static List<Difference> of(FuzzKind kind, ObjectNode embeddedReply, ObjectNode realReply) {
        JsonNode embedded = comparable(kind, withoutOwnWarnings(embeddedReply.deepCopy()));
        JsonNode real = comparable(kind, withoutProtection(kind, realReply.deepCopy()));
        return isRefusedAlike(embedded, real) ? List.of() : Difference.between(embedded, real);
    }

    /** Of several faults of a built-in kind the embedded server may tell fewer, or of what is around them; none that a real one does not know. */
    private static boolean isRefusedAlike(JsonNode embedded, JsonNode real) {
        List<String> one = Trees.texts(embedded.path("fields"));
        List<String> other = Trees.texts(real.path("fields"));
        return embedded.has("fields")
                && embedded.path("code").equals(real.path("code"))
                && embedded.path("reason").equals(real.path("reason"))
                && !one.isEmpty()
                && one.stream().allMatch(field -> other.stream().anyMatch(told -> isAtOrIn(told, field)));
    }

    private static boolean isAtOrIn(String field, String around) {
        return field.equals(around)
                || (!around.isEmpty() && (field.startsWith(around + ".") || field.startsWith(around + "[")));
    }

    private static JsonNode comparable(FuzzKind kind, ObjectNode reply) {
        JsonNode comparable = Normaliser.normalise(reply);
        return kind.custom() || reply.path("code").asInt() < 300 ? comparable : essence(comparable);
    }

    /** The embedded server tells of what it does not act upon, which a real one does not know of. */
    private static ObjectNode withoutOwnWarnings(ObjectNode reply) {
        drop(reply, "warnings", warning -> warning.contains("the embedded cluster"));
        return reply;
    }

    /** Only a real server holds claims by a finalizer: what it does to others is compared all the same. */
    private static ObjectNode withoutProtection(FuzzKind kind, ObjectNode reply) {
        if (!kind.kind().equals("PersistentVolumeClaim")) return reply;
        if (reply.at("/body/metadata") instanceof ObjectNode metadata) drop(metadata, "finalizers", PROTECTION::equals);
        return reply;
    }

    /** Takes texts out of a list, and the list away if none is left. */
    private static void drop(ObjectNode object, String list, Predicate<String> unwanted) {
        if (!(object.get(list) instanceof ArrayNode texts)) return;
        for (int i = texts.size() - 1; i >= 0; i--)
            if (unwanted.test(texts.get(i).asText())) texts.remove(i);
        if (texts.isEmpty()) object.remove(list);
    }

    /** Refusals of built-in kinds are worded by hand in Kubernetes, kind by kind: only what programs read of them is compared. */
    private static ObjectNode essence(JsonNode reply) {
        ObjectNode essence = Trees.object();
        essence.set("code", reply.path("code"));
        essence.set("reason", reply.path("body").path("reason"));
        TreeSet<String> fields = new TreeSet<>();
        reply.at("/body/details/causes")
                .forEach(cause -> fields.add(cause.path("field").asText()));
        ArrayNode list = essence.putArray("fields");
        fields.forEach(list::add);
        return essence;
    }
}
