package dev.mastio.proxy.audit.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows of one organisation against their counterparts in the files of another. */
final class CrossCheck {

    private final List<Line.Entry> linked;
    /** By the hash that is looked for; null until it is found. */
    private final Map<String, Line.@Nullable Entry> counterparts = new HashMap<>();

    CrossCheck(List<Line.Entry> linked) {
        this.linked = List.copyOf(linked);
        linked.forEach(entry -> counterparts.put(String.valueOf(entry.peerRowHash()), null));
    }

    int count() {
        return linked.size();
    }

    /** Sees every row of every file. */
    void witness(Line.Entry entry) {
        if (counterparts.containsKey(entry.entryHash())) {
            counterparts.put(entry.entryHash(), entry);
        }
    }

    void run(Consumer<Problem> problems) {
        for (Line.Entry entry : linked) {
            String where =
                    "id=%d org=%s".formatted(entry.row().id(), entry.row().orgId());
            String peer = String.valueOf(entry.row().peerOrgId());
            Line.@Nullable Entry counterpart = counterparts.get(String.valueOf(entry.peerRowHash()));
            if (counterpart == null || !counterpart.row().orgId().equals(peer)) {
                problems.accept(new Problem(
                        Problem.Kind.CROSS_REF_MISSING,
                        "%s: peer_row %s on org %s not in bundles".formatted(where, entry.peerRowHash(), peer)));
                continue;
            }
            List<String> differing = differing(entry, counterpart);
            if (!differing.isEmpty()) {
                problems.accept(new Problem(
                        Problem.Kind.CROSS_REF_DISAGREE,
                        "%s: %s differ".formatted(where, String.join(", ", differing))));
            }
        }
    }

    private static List<String> differing(Line.Entry one, Line.Entry other) {
        List<String> fields = new ArrayList<>();
        if (!one.row().eventType().equals(other.row().eventType())) {
            fields.add("event_type");
        }
        if (!one.row().result().equals(other.row().result())) {
            fields.add("result");
        }
        if (!Objects.equals(one.row().sessionId(), other.row().sessionId())) {
            fields.add("session_id");
        }
        if (!Objects.equals(one.row().details(), other.row().details())) {
            fields.add("details");
        }
        return fields;
    }
}
