package dev.mastio.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.mastio.proxy.enrolment.Organisations;
import dev.mastio.proxy.registry.PrincipalType;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Route;
import dev.mastio.proxy.wire.TestRequest;
import dev.mastio.proxy.wire.TestRequest.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Store.Kind.class)
class PrincipalRoutesTest {

    private static final String USERS = "/v1/admin/users";
    private static final String WORKLOADS = "/v1/admin/workloads";

    private final Store.Kind kind;

    @TempDir
    private Path directory;

    private Organisations acme;
    private List<Route> routes;

    PrincipalRoutesTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        acme = Organisations.fresh(kind, directory);
        routes = new PrincipalRoutes(acme.principals, acme.pki, request -> {}, acme.clock).routes();
    }

    @AfterEach
    void close() {
        acme.close();
    }

    @Test
    void makesAUserKnown() throws Exception {
        Answer answer = post(
                USERS,
                Json.object()
                        .put("user_name", "mario")
                        .put("display_name", "Mario")
                        .put("surface", "chat"));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body())
                .isEqualTo("{\"principal_id\":\"acme::user::mario\",\"user_name\":\"mario\",\"display_name\":\"Mario\","
                        + "\"reach\":\"both\",\"surface\":\"chat\",\"pinned\":false,\"is_active\":true,"
                        + "\"created_at\":\"2026-06-01T12:00:00+00:00\"}");
        assertThat(acme.principals.find(PrincipalType.USER, "acme::user::mario"))
                .isPresent();
        assertThat(post(USERS, Json.object().put("user_name", "mario")).status())
                .isEqualTo(409);
        assertThat(acme.journal.actions()).containsExactly("user.create");
    }

    @Test
    void makesAWorkloadKnown() {
        Answer answer =
                post(WORKLOADS, Json.object().put("workload_name", "desk").put("image_digest", "sha256:00"));

        assertThat(answer.json().path("principal_id").asText()).isEqualTo("acme::workload::desk");
        assertThat(answer.json().path("image_digest").asText()).isEqualTo("sha256:00");
        assertThat(TestRequest.get(WORKLOADS).to(routes).json()).hasSize(1);
        assertThat(TestRequest.get(USERS).to(routes).json()).isEmpty();
    }

    @Test
    void findsThemByReachAndByAPartOfTheirName() {
        post(USERS, Json.object().put("user_name", "mario").put("reach", "intra"));
        post(USERS, Json.object().put("user_name", "luigi").put("display_name", "Marione"));

        assertThat(TestRequest.get(USERS).query("reach", "intra").to(routes).json())
                .hasSize(1);
        assertThat(TestRequest.get(USERS).query("q", "MARIO").to(routes).json()).hasSize(2);
        assertThat(TestRequest.get(USERS).query("q", "%").to(routes).json()).isEmpty();
        assertThat(TestRequest.get(USERS).query("reach", "moon").to(routes).status())
                .isEqualTo(400);
    }

    @Test
    void refusesWhatCannotBe() {
        assertThat(post(USERS, Json.object().put("user_name", "mario").put("reach", "moon"))
                        .status())
                .isEqualTo(400);
        assertThat(post(USERS, Json.object().put("user_name", "a::b")).problem())
                .isEqualTo("body.user_name string_pattern_mismatch");
        assertThat(post(USERS, Json.object()).problem()).isEqualTo("body.user_name missing");
    }

    @ParameterizedTest
    @CsvSource({"USER, users", "WORKLOAD, workloads"})
    void letsOneHaveANewKey(PrincipalType type, String path) throws Exception {
        String all = "/v1/admin/" + path;
        String id = "acme::" + type.wire() + "::mario";
        post(all, Json.object().put(type.wire() + "_name", "mario"));
        acme.store.write(c -> acme.principals.certify(c, type, id, "a key", "acme::desk"));

        Answer answer = post(all + "/mario/reset-tofu-pin", Json.object());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("principal_id").asText()).isEqualTo(id);
        assertThat(acme.principals.find(type, id).orElseThrow().pinnedKey()).isEmpty();
        assertThat(post(all + "/nobody/reset-tofu-pin", Json.object()).status()).isEqualTo(404);
        assertThat(post(all + "/a b/reset-tofu-pin", Json.object()).status()).isEqualTo(400);
        assertThat(acme.journal.actions())
                .containsExactly(type.wire() + ".create", type.wire() + ".certify", type.wire() + ".tofu_pin_reset");
    }

    @ParameterizedTest
    @CsvSource({"user, users", "workload, workloads"})
    void takesAccessFromOneAndGivesItBack(String type, String path) {
        String all = "/v1/admin/" + path;
        String one = all + "/mario";
        post(all, Json.object().put(type + "_name", "mario"));

        Answer revoked = delete(one);

        assertThat(revoked.status()).isEqualTo(204);
        assertThat(revoked.body()).isEmpty();
        assertThat(TestRequest.get(all).to(routes).json().path(0).path("is_active"))
                .isEqualTo(BooleanNode.FALSE);
        Answer back = post(one + "/reactivate", Json.object());
        assertThat(back.status()).isEqualTo(200);
        assertThat(back.json().path("principal_id").asText()).isEqualTo("acme::" + type + "::mario");
        assertThat(back.json().path("is_active")).isEqualTo(BooleanNode.TRUE);
        assertThat(acme.journal.actions())
                .containsExactly(type + ".create", type + ".deactivate", type + ".reactivate");
    }

    @Test
    void whatIsSoAlreadyIsNotRecordedAgain() {
        post(USERS, Json.object().put("user_name", "mario"));
        delete(USERS + "/mario");

        assertThat(delete(USERS + "/mario").status()).isEqualTo(204);
        assertThat(post(USERS + "/mario/reactivate", Json.object()).status()).isEqualTo(200);
        assertThat(post(USERS + "/mario/reactivate", Json.object()).status()).isEqualTo(200);

        assertThat(acme.journal.actions()).containsExactly("user.create", "user.deactivate", "user.reactivate");
    }

    @Test
    void aNameOfARevokedUserIsStillTaken() {
        post(USERS, Json.object().put("user_name", "mario"));
        delete(USERS + "/mario");

        assertThat(post(USERS, Json.object().put("user_name", "mario")).status())
                .isEqualTo(409);
    }

    @Test
    void takesNoAccessFromNobody() {
        post(USERS, Json.object().put("user_name", "mario"));

        assertThat(delete(USERS + "/nobody").detail()).isEqualTo("user not found");
        assertThat(delete(WORKLOADS + "/mario").detail()).isEqualTo("workload not found");
        assertThat(delete(USERS + "/nobody").status()).isEqualTo(404);
        assertThat(delete(USERS + "/a b").status()).isEqualTo(400);
        assertThat(post(WORKLOADS + "/mario/reactivate", Json.object()).status())
                .isEqualTo(404);
        assertThat(acme.journal.actions()).containsExactly("user.create");
    }

    private Answer delete(String path) {
        return TestRequest.of("DELETE", path).to(routes);
    }

    private Answer post(String path, JsonNode body) {
        return TestRequest.post(path).json(body).to(routes);
    }
}
