package dev.mastio.proxy.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.wire.Route;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationsTest {

    @ParameterizedTest
    @CsvSource({
        "/v1/egress,                          REQUIRED, EGRESS,     1,    false",
        "/v1/egress/send,                     REQUIRED, EGRESS,     1,    false",
        "/v1/agents/acme::alice/x,            REQUIRED, EGRESS,     1,    false",
        "/v1/audit/session/1,                 REQUIRED, EGRESS,     1,    false",
        "/v1/egressive,                       IGNORED,  OTHER,      1440, true",
        "/v1/auth/login-challenge,            REQUIRED, AUTH,       1,    false",
        "/v1/auth/sign-challenged-assertion,  REQUIRED, AUTH,       1,    false",
        "/v1/auth/sign-assertion,             REQUIRED, AUTH,       1,    false",
        "/v1/auth/sign-assertion/more,        IGNORED,  AUTH,       1440, true",
        "/v1/auth/token,                      IGNORED,  AUTH,       1440, true",
        "/v1/llm/chat,                        OPTIONAL, LLM,        10,   false",
        "/v1/mcp,                             OPTIONAL, MCP,        10,   false",
        "/v1/ingress/execute,                 IGNORED,  INGRESS,    1440, true",
        "/v1/enrollment/start,                IGNORED,  ENROLLMENT, 1440, true",
        "/v1/admin/agents,                    IGNORED,  ADMIN,      1440, true",
        "/v1/chat/completions,                IGNORED,  OTHER,      1440, true",
        "/v1/,                                IGNORED,  OTHER,      1440, true",
        "/health,                             IGNORED,  HEALTH,     1,    false",
        "/live,                               IGNORED,  HEALTH,     1,    false",
        "/proxy/login,                        IGNORED,  ADMIN,      1440, true",
        "/pdp/policy,                         IGNORED,  OTHER,      1,    false",
        "/.well-known/jwks-local.json,        IGNORED,  PKI,        1,    false",
        "/pki/ca.crt,                         IGNORED,  PKI,        1,    false",
        "/static/app.css,                     IGNORED,  OTHER,      1,    false",
    })
    void areThoseOfTheOriginalsEdge(
            String path, Route.ClientCertificate certificate, Family family, int patience, boolean upgrades) {
        Location location = Locations.of(path).orElseThrow();

        assertThat(location.certificate()).isEqualTo(certificate);
        assertThat(location.family()).isEqualTo(family);
        assertThat(location.patience()).isEqualTo(patience);
        assertThat(location.upgrades()).isEqualTo(upgrades);
        assertThat(location.lasting()).isEqualTo(patience == 10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "*",
                "/v1",
                "//v1/egress/send",
                "/v1%2Fegress",
                "/V1/egress",
                "/metrics",
                "/healthy",
                "/health/x",
                "/pki/ca.crt/x",
                "/pki/ca-crt",
                "/staticfiles",
                "/docs"
            })
    void leaveOutWhatItDoesNotKnow(String path) {
        assertThat(Locations.of(path)).isEmpty();
    }
}
