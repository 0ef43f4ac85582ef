package dev.mastio.proxy.auth;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.auth.certificate.GraceMatch;
import dev.mastio.proxy.auth.certificate.TypedPrincipals;
import dev.mastio.proxy.auth.dpop.Nonces;
import dev.mastio.proxy.auth.dpop.ProofWindow;
import dev.mastio.proxy.auth.login.HeldCredentials;
import dev.mastio.proxy.auth.principal.Caller;
import dev.mastio.proxy.auth.principal.PrincipalId;
import dev.mastio.proxy.journal.CallJournal;
import dev.mastio.proxy.journal.CallNote;
import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.registry.apitoken.ApiTokens;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Request;
import dev.mastio.proxy.wire.Route;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The authentication of one replica, put together as the gateway does it, and called as its edge calls it. */
public final class TestReplica implements AutoCloseable {

    public static final String AUTHORITY = "mastio.example:9443";
    public static final String URL = "https://" + AUTHORITY;

    public final AuthenticatedEndpoints authenticated;
    public final Nonces nonces;
    public final ApiTokens apiTokens;
    public final Map<String, HeldCredentials.Held> held = new ConcurrentHashMap<>();
    public final Map<PrincipalId, TypedPrincipals.OnRecord> typed = new ConcurrentHashMap<>();
    /** Who was let in by what was replaced. */
    public final List<GraceMatch> graces = new CopyOnWriteArrayList<>();
    /** Where calls are taken down that come with the use of a proof. */
    public volatile CallJournal.Writing<CallNote> taken = (connection, notes) -> {};

    private final List<Route> routes = new ArrayList<>();
    private final Authentication authentication;
    private volatile boolean recording = true;

    /** Settings that differ between tests. */
    public record Options(boolean bindingRequired, EgressProofMode mode, Optional<String> publicUrl) {
        public static final Options DEFAULT = new Options(false, EgressProofMode.OPTIONAL, Optional.empty());
    }

    /** What came back. */
    public record Answer(int status, JsonNode body, Map<String, String> headers) {
        public String detail() {
            return body.path("detail").asText();
        }
    }

    public TestReplica(TestOrganisation organisation, Store store, TestClock clock, Options options) {
        apiTokens = new ApiTokens(store, (connection, note) -> {}, clock);
        authentication = new Authentication(
                store,
                new Neighbours(
                        () -> Optional.of("acme"),
                        organisation,
                        organisation,
                        new TestDirectory(organisation),
                        connection -> organisation.mark(),
                        apiTokens,
                        id -> Optional.ofNullable(typed.get(id)),
                        agent -> Optional.ofNullable(held.get(agent)),
                        id -> {},
                        this::record,
                        new CallJournal<>(note -> note, (connection, notes) -> taken.write(connection, notes))),
                new AuthRules(
                        ProofWindow.DEFAULT, options.bindingRequired, options.mode, options.publicUrl, false, 512),
                clock);
        authenticated = authentication.endpoints();
        nonces = authentication.nonces();
        routes.addAll(authentication.routes());
        routes.add(Route.post("/v1/ingress/whoami", Family.INGRESS, authenticated.byToken(TestReplica::whoAmI)));
        routes.add(
                Route.get("/v1/egress/whoami", Family.EGRESS, authenticated.byTokenOrCertificate(TestReplica::whoAmI)));
        await().until(() -> nonces.current().isPresent());
    }

    /** From now on nobody can be let in by a grace. */
    public void refuseToRecord() {
        recording = false;
    }

    private void record(GraceMatch match) throws SQLTransientException {
        if (!recording) {
            throw new SQLTransientException("not now");
        }
        graces.add(match);
    }

    public void add(List<Route> more) {
        routes.addAll(more);
    }

    private static Reply whoAmI(Request request, Caller caller) throws IOException {
        ObjectNode body =
                Json.object().put("id", caller.id()).put("type", caller.type().label());
        caller.capabilities().forEach(body.putArray("capabilities")::add);
        if (!caller.providers().isEmpty()) {
            caller.providers().forEach(body.putArray("providers")::add);
        }
        return Reply.json(body.put("key", caller.proofKey().orElse(null)));
    }

    public Answer post(String path, ObjectNode body, Map<String, String> headers) throws Exception {
        return send("POST", path, Json.text(body), headers, List.of());
    }

    public Answer send(
            String method, String path, String body, Map<String, String> headers, List<X509Certificate> chain)
            throws Exception {
        Map<String, String> named = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        named.putAll(headers);
        Request request = new Request(
                method,
                path,
                Map.of(),
                Map.of(),
                name -> Optional.ofNullable(named.get(name)),
                body.getBytes(StandardCharsets.UTF_8),
                AUTHORITY,
                "127.0.0.1",
                chain);
        Route route = routes.stream()
                .filter(candidate -> candidate.method().equals(method)
                        && candidate.template().equals(path))
                .findFirst()
                .orElseThrow();
        try {
            Reply reply = route.endpoint().answer(request);
            byte[] bytes = ((Reply.Body.Whole) reply.body()).bytes();
            return new Answer(reply.status(), Json.read(new String(bytes, StandardCharsets.UTF_8)), reply.headers());
        } catch (Refusal refusal) {
            JsonNode detail = Json.read(Json.bytes(Json.object().putPOJO("detail", refusal.detail())));
            return new Answer(refusal.status(), detail, refusal.headers());
        }
    }

    /** Mints a token for that agent, bound to the key of its proofs. */
    public String bound(TestAgent agent, TestClock clock) throws Exception {
        Answer answer = post(
                "/v1/auth/token",
                Json.object().put("client_assertion", agent.assertion(clock.instant())),
                Map.of(
                        "DPoP",
                        agent.proof("POST", URL + "/v1/auth/token", clock.instant())
                                .text()));
        return answer.body().path("access_token").asText();
    }

    @Override
    public void close() {
        authentication.close();
    }
}
