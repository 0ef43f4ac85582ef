package dev.mastio.proxy.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.wire.Guard;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Request;
import dev.mastio.proxy.wire.Route;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The routes under {@code /v1/admin/audit}. */
public final class AuditRoutes {

    private static final String NDJSON = "application/x-ndjson";
    private static final Set<String> KNOWN = Set.of("org_id", "from_seq", "to_seq", "format");

    private final AuditExport export;
    private final Guard guard;

    /** Behind that guard. */
    public AuditRoutes(AuditExport export, Guard guard) {
        this.export = export;
        this.guard = guard;
    }

    /** All of them. */
    public List<Route> routes() {
        return List.of(
                Route.get("/v1/admin/audit/export", Family.ADMIN, guard.before(request -> file(request, false))),
                Route.get("/v1/admin/audit/bundle", Family.ADMIN, guard.before(request -> file(request, true))),
                Route.get("/v1/admin/audit/head", Family.ADMIN, guard.before(this::head)));
    }

    private Reply head(Request request) throws Exception {
        ArrayNode heads = Json.object().putArray("heads").addAll(export.heads(request.query("org_id")));
        return Reply.json(Json.object().set("heads", heads));
    }

    private Reply file(Request request, boolean withCheckpoints) throws Refusal {
        refuseFilters(request);
        AuditExport.Selection selection = new AuditExport.Selection(
                request.query("org_id"), number(request, "from_seq", 1), number(request, "to_seq", Long.MAX_VALUE));
        if (selection.orgId().isEmpty()
                && (request.query("from_seq").isPresent()
                        || request.query("to_seq").isPresent())) {
            throw invalid("org_id", "A range is one of a single chain: give org_id", "");
        }
        String name = withCheckpoints ? "audit_bundle.ndjson" : "audit_export.ndjson";
        return Reply.streamed(NDJSON, out -> export.write(selection, withCheckpoints, out))
                .header("Content-Disposition", "attachment; filename=" + name);
    }

    /** A file without some of its rows cannot be verified, and nobody who asked for such a one would know. */
    private static void refuseFilters(Request request) throws Refusal {
        Set<String> unknown = new TreeSet<>(request.query().keySet());
        unknown.removeAll(KNOWN);
        if (!unknown.isEmpty()) {
            String name = unknown.iterator().next();
            throw invalid(
                    name,
                    "Exports are whole chains, or a range of one (org_id, from_seq, to_seq): others cannot be verified",
                    request.query(name).orElse(""));
        }
        String format = request.query("format").orElse("json");
        if (!format.equals("json")) {
            throw invalid("format", "Only json can be verified", format);
        }
    }

    private static long number(Request request, String name, long fallback) throws Refusal {
        String text = request.query(name).orElse(Long.toString(fallback));
        try {
            long number = Long.parseLong(text);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            // the same answer as for a number that is too small
        }
        throw invalid(name, "Input should be a whole number greater than or equal to 1", text);
    }

    private static Refusal invalid(String parameter, String message, String input) {
        ObjectNode problem = Json.object().put("type", "value_error");
        problem.putArray("loc").add("query").add(parameter);
        problem.put("msg", message).put("input", input);
        return new Refusal(422, Json.object().arrayNode().add(problem));
    }
}
