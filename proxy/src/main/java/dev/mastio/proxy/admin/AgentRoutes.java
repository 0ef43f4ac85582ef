package dev.mastio.proxy.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.admin.AgentAdministration.Newcomer;
import dev.mastio.proxy.admin.AgentAdministration.Welcomed;
import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.pki.BroughtIdentity;
import dev.mastio.proxy.pki.UnacceptableKeyException;
import dev.mastio.proxy.registry.Agent;
import dev.mastio.proxy.registry.Agents;
import dev.mastio.proxy.registry.Registration;
import dev.mastio.proxy.wire.Fields;
import dev.mastio.proxy.wire.Guard;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Request;
import dev.mastio.proxy.wire.Route;
import dev.mastio.proxy.wire.Timestamp;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Where administrators look after agents. */
public final class AgentRoutes {

    private static final String AGENTS = "/v1/admin/agents";
    private static final String ONE = AGENTS + "/{id}";
    private static final int MAX_PEM = 65_536;

    private final AgentAdministration administration;
    private final Agents agents;
    private final Guard guard;

    public AgentRoutes(AgentAdministration administration, Agents agents, Guard guard) {
        this.administration = administration;
        this.agents = agents;
        this.guard = guard;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.post(AGENTS, Family.ADMIN, guard.before(this::create)),
                Route.get(AGENTS, Family.ADMIN, guard.before(this::list)),
                new Route(
                        "PATCH",
                        ONE + "/federated",
                        Family.ADMIN,
                        Route.ClientCertificate.IGNORED,
                        guard.before(this::setFederated)),
                Route.delete(ONE, Family.ADMIN, guard.before(this::deactivate)),
                Route.post(ONE + "/dpop-jwk", Family.ADMIN, guard.before(this::setProofKey)),
                Route.post(ONE + "/reactivate", Family.ADMIN, guard.before(this::reactivate)));
    }

    private Reply create(Request request) throws Exception {
        Fields fields = Fields.of(request.body());
        NewcomerFields newcomer = NewcomerFields.read(fields);
        Optional<String> certificate = fields.optionalText("cert_pem", MAX_PEM);
        Optional<String> key = fields.optionalText("private_key_pem", MAX_PEM);
        fields.check();
        if (certificate.isPresent() != key.isPresent()) {
            throw new Refusal(400, "give both cert_pem and private_key_pem, or neither");
        }
        Welcomed welcomed = certificate.isPresent()
                ? administration.register(newcomer.newcomer(), brought(certificate.get(), key.get()))
                : administration.mint(newcomer.newcomer());
        return Reply.json(201, body(newcomer.newcomer(), welcomed));
    }

    private static ObjectNode body(Newcomer newcomer, Welcomed welcomed) {
        return named(welcomed.agentId(), newcomer.displayName(), newcomer.capabilities())
                .put("federated", newcomer.federated())
                .put("cert_pem", welcomed.certificatePem())
                .put("private_key_pem", welcomed.privateKeyPem().orElse(null));
    }

    private Reply list(Request request) throws Exception {
        ArrayNode list = Json.object().arrayNode();
        agents.list().forEach(agent -> list.add(row(agent)));
        return Reply.json(list);
    }

    private Reply setFederated(Request request) throws Exception {
        Fields fields = Fields.of(request.body());
        boolean federated = fields.requiredFlag("federated");
        fields.check();
        String id = request.parameter("id");
        require(agents.setFederated(id, federated));
        return Reply.json(row(agents.registration(id).orElseThrow(AgentRoutes::unknown)));
    }

    private Reply deactivate(Request request) throws Exception {
        require(agents.deactivate(request.parameter("id"), "deactivated by an administrator", AgentAdministration.BY));
        return Reply.empty(204);
    }

    private Reply reactivate(Request request) throws Exception {
        String id = request.parameter("id");
        require(agents.reactivate(id, AgentAdministration.BY));
        return Reply.json(row(agents.registration(id).orElseThrow(AgentRoutes::unknown)));
    }

    private Reply setProofKey(Request request) throws Exception {
        Fields fields = Fields.of(request.body());
        Optional<ObjectNode> jwk = fields.optionalObject("jwk");
        fields.check();
        String thumbprint = NewcomerFields.thumbprint(jwk.orElse(Json.object()));
        String id = request.parameter("id");
        require(agents.setProofKey(id, thumbprint));
        return Reply.json(Json.object().put("agent_id", id).put("dpop_jkt", thumbprint));
    }

    static BroughtIdentity brought(String certificate, String key) throws Refusal {
        try {
            return BroughtIdentity.read(certificate, key);
        } catch (UnacceptableKeyException e) {
            throw new Refusal(400, String.valueOf(e.getMessage()));
        }
    }

    private static ObjectNode row(Registration registration) {
        Agent agent = registration.agent();
        return named(agent.id(), agent.displayName(), agent.capabilities())
                .put("federated", registration.federated())
                .put(
                        "federated_at",
                        registration.federatedAt().map(Timestamp::text).orElse(null))
                .put("federation_revision", registration.federationRevision())
                .put("is_active", agent.active())
                .put("created_at", Timestamp.text(agent.createdAt()));
    }

    /** What every answer about an agent begins with. */
    static ObjectNode named(String id, String displayName, Collection<String> capabilities) {
        ObjectNode body = Json.object().put("agent_id", id).put("display_name", displayName);
        capabilities.forEach(body.putArray("capabilities")::add);
        return body;
    }

    private static void require(boolean found) throws Refusal {
        if (!found) {
            throw unknown();
        }
    }

    private static Refusal unknown() {
        return new Refusal(404, "agent not found");
    }
}
