package dev.mastio.proxy.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.registry.apitoken.ApiToken;
import dev.mastio.proxy.registry.apitoken.ApiTokens;
import dev.mastio.proxy.registry.apitoken.ApiTokens.Minted;
import dev.mastio.proxy.wire.Fields;
import dev.mastio.proxy.wire.Guard;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Request;
import dev.mastio.proxy.wire.Route;
import dev.mastio.proxy.wire.Timestamp;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Where administrators give out tokens with which programs act for users, and take them back. */
public final class ApiTokenRoutes {

    private static final String TOKENS = "/v1/admin/api-tokens";
    private static final String ONE = TOKENS + "/{id}";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final String REVOKED_BY = "X-Revoked-By";
    private static final int MAX_REVOKED_BY = 128;

    private final ApiTokens tokens;
    private final Guard guard;
    private final InstantSource clock;

    public ApiTokenRoutes(ApiTokens tokens, Guard guard, InstantSource clock) {
        this.tokens = tokens;
        this.guard = guard;
        this.clock = clock;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.post(TOKENS, Family.ADMIN, guard.before(this::mint)),
                Route.get(TOKENS, Family.ADMIN, guard.before(this::list)),
                Route.get(ONE, Family.ADMIN, guard.before(this::show)),
                Route.delete(ONE, Family.ADMIN, guard.before(this::revoke)));
    }

    private Reply mint(Request request) throws Exception {
        Fields fields = Fields.of(request.body());
        ApiTokenFields wanted = ApiTokenFields.read(fields);
        fields.check();
        Minted minted = tokens.mint(wanted.wanted(clock.instant()))
                .orElseThrow(() -> new Refusal(400, "principal_id names no active user of this organisation"));
        return Reply.json(201, minted(minted));
    }

    private Reply list(Request request) throws Exception {
        boolean includeRevoked = Fields.queryFlag(request, "include_revoked", false);
        Optional<String> principal = request.query("principal_id");
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("tokens");
        for (ApiToken token : tokens.list()) {
            boolean wanted = principal.map(token.principalId()::equals).orElse(true);
            if (wanted && (includeRevoked || token.revocation().isEmpty())) {
                list.add(meta(token));
            }
        }
        return Reply.json(body.put("total", list.size()));
    }

    private Reply show(Request request) throws Exception {
        return Reply.json(meta(tokens.find(id(request)).orElseThrow(ApiTokenRoutes::unknown)));
    }

    private Reply revoke(Request request) throws Exception {
        if (!tokens.revoke(id(request), revokedBy(request))) {
            throw unknown();
        }
        return Reply.empty(204);
    }

    private static UUID id(Request request) throws Refusal {
        String id = request.parameter("id");
        if (!ID.matcher(id).matches()) {
            throw unknown();
        }
        return UUID.fromString(id);
    }

    private static Optional<String> revokedBy(Request request) throws Refusal {
        Optional<String> by = request.header(REVOKED_BY).map(String::strip).filter(name -> !name.isEmpty());
        if (by.isPresent()
                && (by.get().length() > MAX_REVOKED_BY || by.get().chars().anyMatch(Character::isISOControl))) {
            throw new Refusal(400, REVOKED_BY + " must be at most " + MAX_REVOKED_BY + " printable characters");
        }
        return by;
    }

    /** In the order that clients know. */
    private static ObjectNode minted(Minted minted) {
        ObjectNode body = named(minted.token()).put("token", minted.text().reveal());
        return described(body, minted.token());
    }

    private static ObjectNode meta(ApiToken token) {
        ObjectNode body = described(named(token), token);
        body.put(
                "last_used_at",
                token.lastUse().map(use -> Timestamp.text(use.at())).orElse(null));
        body.put("last_used_ip", token.lastUse().map(ApiToken.Use::address).orElse(null));
        body.put(
                "revoked_at",
                token.revocation().map(end -> Timestamp.text(end.at())).orElse(null));
        return body.put(
                "revoked_by",
                token.revocation().flatMap(ApiToken.Revocation::by).orElse(null));
    }

    private static ObjectNode named(ApiToken token) {
        return Json.object()
                .put("id", token.id())
                .put("principal_id", token.principalId())
                .put("label", token.label());
    }

    private static ObjectNode described(ObjectNode body, ApiToken token) {
        body.put("token_last4", token.lastFour());
        token.providers().forEach(body.putArray("scope_providers")::add);
        token.paths().patterns().forEach(body.putArray("scope_paths")::add);
        return body.put("created_at", Timestamp.text(token.createdAt()))
                .put("created_by", token.createdBy().orElse(null))
                .put("expires_at", token.expiresAt().map(Timestamp::text).orElse(null));
    }

    private static Refusal unknown() {
        return new Refusal(404, "token not found");
    }
}
