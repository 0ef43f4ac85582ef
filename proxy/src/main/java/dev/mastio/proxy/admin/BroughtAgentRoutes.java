package dev.mastio.proxy.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.admin.AgentAdministration.Newcomer;
import dev.mastio.proxy.admin.AgentAdministration.Welcomed;
import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.pki.BroughtIdentity;
import dev.mastio.proxy.pki.Fingerprints;
import dev.mastio.proxy.pki.Pem;
import dev.mastio.proxy.pki.UnreadablePemException;
import dev.mastio.proxy.store.SharedValues;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Fields;
import dev.mastio.proxy.wire.Guard;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Request;
import dev.mastio.proxy.wire.Route;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Where administrators let in agents that bring certificate and key: signed by the Org Root elsewhere, or by a SPIFFE provider. */
public final class BroughtAgentRoutes {

    private static final String TRUST_BUNDLE = "spire_trust_bundle";
    private static final int MAX_PEM = 65_536;

    private final AgentAdministration administration;
    private final Store store;
    private final Guard guard;

    public BroughtAgentRoutes(AgentAdministration administration, Store store, Guard guard) {
        this.administration = administration;
        this.store = store;
        this.guard = guard;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.post("/v1/admin/agents/enroll/byoca", Family.ADMIN, guard.before(this::bring)),
                Route.post("/v1/admin/agents/enroll/spiffe", Family.ADMIN, guard.before(this::bringSvid)));
    }

    private Reply bring(Request request) throws Exception {
        Fields fields = Fields.of(request.body());
        NewcomerFields newcomer = NewcomerFields.read(fields);
        String certificate = fields.text("cert_pem", 1, MAX_PEM);
        String key = fields.text("private_key_pem", 1, MAX_PEM);
        fields.check();
        BroughtIdentity brought = AgentRoutes.brought(certificate, key);
        Newcomer who = newcomer.newcomer();
        return Reply.json(201, body(who, administration.bring(who, brought), brought));
    }

    private Reply bringSvid(Request request) throws Exception {
        Fields fields = Fields.of(request.body());
        NewcomerFields newcomer = NewcomerFields.read(fields);
        String certificate = fields.text("svid_pem", 1, MAX_PEM);
        String key = fields.text("svid_key_pem", 1, MAX_PEM);
        Optional<String> bundle = fields.optionalText("trust_bundle_pem", MAX_PEM);
        fields.check();
        List<X509Certificate> trusted = bundle(bundle.isPresent() ? bundle : storedBundle());
        BroughtIdentity brought = AgentRoutes.brought(certificate, key);
        Newcomer who = newcomer.newcomer();
        return Reply.json(201, body(who, administration.bringSvid(who, brought, trusted), brought));
    }

    private Optional<String> storedBundle() throws SQLException {
        return store.read(connection -> SharedValues.get(connection, TRUST_BUNDLE));
    }

    private static List<X509Certificate> bundle(Optional<String> pem) throws Refusal {
        try {
            return Pem.certificates(pem.orElseThrow(() -> new Refusal(503, "no SPIFFE trust bundle configured")));
        } catch (UnreadablePemException e) {
            throw new Refusal(400, "trust_bundle_pem: " + e.getMessage());
        }
    }

    private static ObjectNode body(Newcomer newcomer, Welcomed welcomed, BroughtIdentity brought) {
        return AgentRoutes.named(welcomed.agentId(), newcomer.displayName(), newcomer.capabilities())
                .put("cert_thumbprint", Fingerprints.of(brought.leaf()))
                .put("spiffe_id", brought.spiffeId().orElse(null))
                .put("dpop_jkt", newcomer.proofKey().orElse(null));
    }
}
