package dev.mastio.proxy.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.enrolment.AgentName;
import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.pki.Pki;
import dev.mastio.proxy.registry.Principal;
import dev.mastio.proxy.registry.PrincipalType;
import dev.mastio.proxy.registry.Principals;
import dev.mastio.proxy.wire.Endpoint;
import dev.mastio.proxy.wire.Fields;
import dev.mastio.proxy.wire.Guard;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Request;
import dev.mastio.proxy.wire.Route;
import dev.mastio.proxy.wire.Timestamp;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Where administrators make users and workloads known, let one have a new key, and take access from them or give it back. */
public final class PrincipalRoutes {

    private static final Set<String> REACHES = Set.of("intra", "cross", "both");
    private static final int MAX_DISPLAY_NAME = 256;
    private static final String USERS = "/v1/admin/users";
    private static final String WORKLOADS = "/v1/admin/workloads";

    private final Principals principals;
    private final Pki pki;
    private final Guard guard;
    private final InstantSource clock;

    public PrincipalRoutes(Principals principals, Pki pki, Guard guard, InstantSource clock) {
        this.principals = principals;
        this.pki = pki;
        this.guard = guard;
        this.clock = clock;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                post(USERS, request -> create(request, PrincipalType.USER)),
                get(USERS, request -> list(request, PrincipalType.USER)),
                post(USERS + "/{name}/reset-tofu-pin", request -> resetPin(request, PrincipalType.USER)),
                delete(USERS + "/{name}", request -> deactivate(request, PrincipalType.USER)),
                post(USERS + "/{name}/reactivate", request -> reactivate(request, PrincipalType.USER)),
                post(WORKLOADS, request -> create(request, PrincipalType.WORKLOAD)),
                get(WORKLOADS, request -> list(request, PrincipalType.WORKLOAD)),
                post(WORKLOADS + "/{name}/reset-tofu-pin", request -> resetPin(request, PrincipalType.WORKLOAD)),
                delete(WORKLOADS + "/{name}", request -> deactivate(request, PrincipalType.WORKLOAD)),
                post(WORKLOADS + "/{name}/reactivate", request -> reactivate(request, PrincipalType.WORKLOAD)));
    }

    private Route get(String path, Endpoint endpoint) {
        return Route.get(path, Family.ADMIN, guard.before(endpoint));
    }

    private Route post(String path, Endpoint endpoint) {
        return Route.post(path, Family.ADMIN, guard.before(endpoint));
    }

    private Route delete(String path, Endpoint endpoint) {
        return Route.delete(path, Family.ADMIN, guard.before(endpoint));
    }

    private Reply create(Request request, PrincipalType type) throws Exception {
        Fields fields = Fields.of(request.body());
        String name = fields.text(nameField(type), AgentName.PATTERN);
        String displayName =
                fields.optionalText("display_name", MAX_DISPLAY_NAME).orElse("");
        String reach = fields.optionalText("reach", 16).orElse("both");
        Optional<String> extra = fields.optionalText(type.extraName(), MAX_DISPLAY_NAME);
        fields.check();
        requireReach(reach);
        Principal principal = new Principal(
                type.id(pki.required().org(), name),
                type,
                name,
                displayName,
                reach,
                extra,
                Optional.empty(),
                true,
                clock.instant().truncatedTo(ChronoUnit.SECONDS));
        if (!principals.add(principal)) {
            throw new Refusal(409, type.wire() + " '" + principal.id() + "' already exists");
        }
        return Reply.json(201, row(principal));
    }

    private Reply list(Request request, PrincipalType type) throws Exception {
        Optional<String> reach = request.query("reach");
        if (reach.isPresent()) {
            requireReach(reach.get());
        }
        String part = request.query("q").orElse("").toLowerCase(Locale.ROOT);
        ArrayNode list = Json.object().arrayNode();
        for (Principal principal : principals.list(type)) {
            String searched = (principal.name() + " " + principal.displayName()).toLowerCase(Locale.ROOT);
            if (reach.map(principal.reach()::equals).orElse(true) && searched.contains(part)) {
                list.add(row(principal));
            }
        }
        return Reply.json(list);
    }

    private Reply resetPin(Request request, PrincipalType type) throws Exception {
        String id = id(request, type);
        require(principals.unpin(type, id), type);
        return Reply.json(Json.object().put("principal_id", id).put("status", "reset"));
    }

    private Reply deactivate(Request request, PrincipalType type) throws Exception {
        require(
                principals.deactivate(
                        type, id(request, type), "deactivated by an administrator", AgentAdministration.BY),
                type);
        return Reply.empty(204);
    }

    private Reply reactivate(Request request, PrincipalType type) throws Exception {
        String id = id(request, type);
        require(principals.reactivate(type, id, AgentAdministration.BY), type);
        return Reply.json(row(principals.find(type, id).orElseThrow(() -> unknown(type))));
    }

    private String id(Request request, PrincipalType type) throws Refusal {
        String name = request.parameter("name");
        if (!AgentName.PATTERN.matcher(name).matches()) {
            throw new Refusal(400, nameField(type) + " must match " + AgentName.PATTERN);
        }
        return type.id(pki.required().org(), name);
    }

    private static void require(boolean found, PrincipalType type) throws Refusal {
        if (!found) {
            throw unknown(type);
        }
    }

    private static Refusal unknown(PrincipalType type) {
        return new Refusal(404, type.wire() + " not found");
    }

    private static void requireReach(String reach) throws Refusal {
        if (!REACHES.contains(reach)) {
            throw new Refusal(400, "reach must be one of intra, cross, both");
        }
    }

    private static String nameField(PrincipalType type) {
        return type.wire() + "_name";
    }

    private static ObjectNode row(Principal principal) {
        return Json.object()
                .put("principal_id", principal.id())
                .put(nameField(principal.type()), principal.name())
                .put("display_name", principal.displayName())
                .put("reach", principal.reach())
                .put(principal.type().extraName(), principal.extra().orElse(null))
                .put("pinned", principal.pinnedKey().isPresent())
                .put("is_active", principal.active())
                .put("created_at", Timestamp.text(principal.createdAt()));
    }
}
