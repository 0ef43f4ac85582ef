package dev.mastio.proxy.pki;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.mastio.proxy.limits.AddressBudget;
import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.wire.AddressGuard;
import dev.mastio.proxy.wire.EntityTag;
import dev.mastio.proxy.wire.Guard;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Request;
import dev.mastio.proxy.wire.Route;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The public documents, for anybody, within one budget for all three. */
public final class PkiRoutes {

    private static final int PER_MINUTE = 30;
    private static final String CACHE_CONTROL = "Cache-Control";

    private final Pki pki;
    private final String trustDomain;
    private final InstantSource clock;
    private final Guard withinBudget;

    /**
     * The documents of that organisation.
     *
     * @param nanoTime by which addresses are limited; such as {@link System#nanoTime}
     */
    public PkiRoutes(Pki pki, Organisation organisation, InstantSource clock, LongSupplier nanoTime) {
        this.pki = pki;
        this.trustDomain = organisation.trustDomain();
        this.clock = clock;
        this.withinBudget = new AddressGuard(new AddressBudget(PER_MINUTE, nanoTime), "rate limit exceeded");
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.get("/.well-known/jwks-local.json", Family.PKI, withinBudget.before(this::keys)),
                Route.get("/.well-known/cullis/connector-bootstrap", Family.PKI, withinBudget.before(this::bootstrap)),
                Route.get("/pki/ca.crt", Family.PKI, withinBudget.before(this::caFile)));
    }

    private Reply keys(Request request) throws Refusal, IOException {
        Authority authority = pki.authority().orElseThrow(() -> new Refusal(503, "local keystore not initialized"));
        ArrayNode keys = PublicMetadata.keys(authority, clock.instant());
        if (keys.isEmpty()) {
            throw new Refusal(503, "no mastio signing keys available");
        }
        Reply full = Reply.json(Json.object().set("keys", keys));
        return EntityTag.answer(request, EntityTag.of(Json.text(keys)), full)
                .header(CACHE_CONTROL, "public, max-age=60, stale-while-revalidate=60");
    }

    private Reply bootstrap(Request request) throws IOException {
        var document = PublicMetadata.bootstrap(pki.authority(), trustDomain);
        return EntityTag.answer(request, EntityTag.of(Json.text(document)), Reply.json(document))
                .header(CACHE_CONTROL, "public, max-age=60");
    }

    private Reply caFile(Request request) throws Refusal {
        Optional<Authority> authority = pki.authority();
        String file = PublicMetadata.caFile(
                authority.orElseThrow(() -> new Refusal(404, "No Org CA configured")), clock.instant());
        return EntityTag.answer(request, EntityTag.of(file), Reply.text(200, "application/x-pem-file", file))
                .header(CACHE_CONTROL, "public, max-age=300")
                .header("Content-Disposition", "inline; filename=\"org-ca.pem\"");
    }
}
