package dev.mastio.proxy.admin;

import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.pki.Authority;
import dev.mastio.proxy.pki.Pem;
import dev.mastio.proxy.pki.Pki;
import dev.mastio.proxy.pki.Rotation;
import dev.mastio.proxy.wire.Fields;
import dev.mastio.proxy.wire.Guard;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Request;
import dev.mastio.proxy.wire.Route;
import java.time.Duration;
import java.util.List;

/** Where administrators look after the organisation's certification. */
public final class MastioCaRoutes {

    private static final int MIN_DAYS = 1;
    private static final int MAX_DAYS = 90;
    private static final String DEFAULT_DAYS = "14";

    private final Pki pki;
    private final Rotation rotation;
    private final Guard guard;

    public MastioCaRoutes(Pki pki, Rotation rotation, Guard guard) {
        this.pki = pki;
        this.rotation = rotation;
        this.guard = guard;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.post("/v1/admin/mastio-ca/rotate", Family.ADMIN, guard.before(this::rotate)),
                Route.get("/v1/admin/mastio-pubkey", Family.ADMIN, guard.before(this::publicKey)));
    }

    private Reply rotate(Request request) throws Exception {
        boolean rehearsal = Fields.queryFlag(request, "dry_run", false);
        int days = days(request.query("grace_days").orElse(DEFAULT_DAYS));
        Rotation.Outcome outcome =
                rehearsal ? rotation.rehearse() : rotation.rotateIntermediate(Duration.ofDays(days), "admin-secret");
        return Reply.json(Json.object()
                .put("dry_run", rehearsal)
                .put("old_intermediate_cn", outcome.formerName())
                .put("new_intermediate_cn", outcome.newName())
                .put("new_leaf_kid", outcome.newKid().orElse(null))
                .put("grace_days", days)
                .set("continuity_proof", outcome.continuity().orElse(null)));
    }

    private Reply publicKey(Request request) throws Exception {
        Authority authority = pki.required();
        return Reply.json(Json.object()
                .put("mastio_pubkey", Pem.text(authority.tokenKey().publicKey()))
                .put("org_id", authority.org()));
    }

    private static int days(String text) throws Refusal {
        try {
            int days = Integer.parseInt(text);
            if (days >= MIN_DAYS && days <= MAX_DAYS) {
                return days;
            }
        } catch (NumberFormatException e) {
            // falls through: as bad as out of range
        }
        throw Fields.badQuery("grace_days", "give a whole number from " + MIN_DAYS + " to " + MAX_DAYS);
    }
}
