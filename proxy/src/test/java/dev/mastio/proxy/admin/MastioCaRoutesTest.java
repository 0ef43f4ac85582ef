package dev.mastio.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.enrolment.Organisations;
import dev.mastio.proxy.pki.Pem;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Route;
import dev.mastio.proxy.wire.TestRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource
class MastioCaRoutesTest {

    private static final String ROTATE = "/v1/admin/mastio-ca/rotate";

    private final Store.Kind kind;

    @TempDir
    private Path directory;

    private Organisations acme;
    private List<Route> routes;

    MastioCaRoutesTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        acme = Organisations.fresh(kind, directory);
        routes = new MastioCaRoutes(acme.pki, acme.rotation, request -> {}).routes();
    }

    @AfterEach
    void close() {
        acme.close();
    }

    @Test
    void rotatesWithAGraceOfTwoWeeks() throws Exception {
        String former = acme.pki.required().tokenKey().kid();

        JsonNode answer = TestRequest.post(ROTATE).to(routes).json();

        assertThat(answer.path("dry_run").asBoolean()).isFalse();
        assertThat(answer.path("old_intermediate_cn").asText()).isEqualTo("acme Mastio CA");
        assertThat(answer.path("new_intermediate_cn").asText()).isEqualTo("acme Mastio CA");
        assertThat(answer.path("new_leaf_kid").asText())
                .isEqualTo(acme.pki.required().tokenKey().kid())
                .isNotEqualTo(former);
        assertThat(answer.path("grace_days").asInt()).isEqualTo(14);
        assertThat(answer.path("continuity_proof").path("old_kid").asText()).isEqualTo(former);
    }

    @Test
    void rehearses() throws Exception {
        String former = acme.pki.required().tokenKey().kid();

        JsonNode answer = TestRequest.post(ROTATE)
                .query("dry_run", "true")
                .query("grace_days", "90")
                .to(routes)
                .json();

        assertThat(answer.path("dry_run").asBoolean()).isTrue();
        assertThat(answer.path("grace_days").asInt()).isEqualTo(90);
        assertThat(answer.path("new_leaf_kid").isNull()).isTrue();
        assertThat(answer.path("continuity_proof").isNull()).isTrue();
        assertThat(acme.pki.required().tokenKey().kid()).isEqualTo(former);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "91", "-1", "x", "1.5", "99999999999"})
    void refusesOtherGraces(String days) {
        var answer = TestRequest.post(ROTATE).query("grace_days", days).to(routes);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("query.grace_days value_error");
    }

    @Test
    void refusesAnythingButTrueAndFalse() {
        assertThat(TestRequest.post(ROTATE).query("dry_run", "maybe").to(routes).status())
                .isEqualTo(422);
    }

    @Test
    void showsTheKeyThatSignsTokens() throws Exception {
        JsonNode answer = TestRequest.get("/v1/admin/mastio-pubkey").to(routes).json();

        assertThat(answer.path("org_id").asText()).isEqualTo("acme");
        assertThat(answer.path("mastio_pubkey").asText())
                .isEqualTo(Pem.text(acme.pki.required().tokenKey().publicKey()));
    }
}
