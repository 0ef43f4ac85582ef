package dev.mastio.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @CsvSource({
        "MASTIO_OPS_PROT, MASTIO_OPS_PORT",
        "MCP_PROXY_ADMIN_SECRETS, MCP_PROXY_ADMIN_SECRET",
        "MCP_PROXY_ADMIN_SECRET_FLE, MCP_PROXY_ADMIN_SECRET_FILE",
        "MCP_PROXY_REDISURL, MCP_PROXY_REDIS_URL",
        "PROXY_DB_ULR, PROXY_DB_URL",
        "PROXY_DBURL, PROXY_DB_URL",
        "PROXY_TRUST_DOMAINS, PROXY_TRUST_DOMAIN",
        "CULLIS_LICENCE_PATH, CULLIS_LICENSE_PATH",
        "CULLIS_MASTIO_VERSON, CULLIS_MASTIO_VERSION"
    })
    void suggestsTheNameThatWasMeant(String name, String meant) {
        assertThat(Names.problems(Map.of(name, "x")))
                .containsExactly(
                        name + ": nothing reads this name; did you mean " + meant + "? Correct it or unset it");
    }

    @Test
    void suggestsNothingWhereNothingIsNear() {
        assertThat(Names.problems(Map.of("MASTIO_TELEPORT", "x")))
                .containsExactly(
                        "MASTIO_TELEPORT: nothing reads this name; unset it, or see the table of settings for the right one");
    }

    @Test
    void sendsTheOriginalsDeadNameToTheOneThatWorks() {
        assertThat(Names.problems(Map.of("CULLIS_EGRESS_DPOP_MODE", "required")))
                .containsExactly(
                        "CULLIS_EGRESS_DPOP_MODE: the original never read it either; use MCP_PROXY_EGRESS_DPOP_MODE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", " Production"})
    void doesNotStartForDevelopmentWhereTheBareNameSaysProduction(String value) {
        String problem =
                "ENVIRONMENT: production is not read under this name; set MCP_PROXY_ENVIRONMENT to production, or to"
                        + " development if that was not meant for this process";

        assertThat(Names.problems(Map.of("ENVIRONMENT", value))).containsExactly(problem);
        assertThat(Names.problems(Map.of("ENVIRONMENT", value, "MCP_PROXY_ENVIRONMENT", " ")))
                .containsExactly(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "development"})
    void theBareNameIsOthersWhereOursIsGiven(String ours) {
        assertThat(Names.problems(Map.of("ENVIRONMENT", "production", "MCP_PROXY_ENVIRONMENT", ours)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ENVIRONMENT, staging",
        "ENVIRONMENT, development",
        "ENVIRONMENT, ''",
        "MCP_PROXY_STANDALONE, true",
        "MCP_PROXY_AUDIT_FAIL_DENY, True",
        "MCP_PROXY_WEBAUTHN_ENFORCEMENT, warn",
        "MASTIO_WORKERS, 4",
        "MCP_PROXY_REDIS_URL, ''",
        // what Kubernetes adds for Services named mastio and mcp-proxy
        "MASTIO_SERVICE_HOST, 10.0.0.1",
        "MASTIO_SERVICE_PORT_HTTPS, 9443",
        "MASTIO_PORT, tcp://10.0.0.1:9443",
        "MCP_PROXY_PORT_9443_TCP_ADDR, 10.0.0.1",
        // and for those named proxy, proxy-db and cullis-license
        "PROXY_SERVICE_HOST, 10.0.0.1",
        "PROXY_PORT, tcp://10.0.0.1:8080",
        "PROXY_PORT_8080_TCP_PROTO, tcp",
        "PROXY_DB_PORT, tcp://10.0.0.1:5432",
        "PROXY_DB_SERVICE_PORT, 5432",
        "CULLIS_LICENSE_PORT, tcp://10.0.0.1:80",
        // others' names
        "PROXY_HOST, 10.0.0.1",
        "PROXY_PORT, 3128",
        "PROXY_URL, http://10.0.0.1:3128",
        "CULLIS_LICENSE_KEY, x",
        "CULLIS_LICENSE_PATH, /etc/licence",
        "CULLIS_LICENSE_PUBKEY_PATH, /etc/key",
        "MASTIO_PLUGINS, ''",
        "CULLIS_GUARDIAN_ENABLED, true",
        "PROXY_INTRA_ORG, true",
        "PROXY_DB_ULR, ''",
        "MASTIO_OPERATOR_NAMESPACE, x",
        "MASTIO_KUBERNETES_HOME, x",
        "MASTIO_STATE, x",
        "PATH, /bin",
        "MASTIOX, y"
    })
    void hasNothingAgainstWhatDoesNoHarm(String name, String value) {
        assertThat(Names.problems(Map.of(name, value))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "MCP_PROXY_STANDALONE, false, there is no federation with a Court; set it to true",
        "MCP_PROXY_AUDIT_FAIL_DENY, false, durable; set it to true",
        "MCP_PROXY_SECRET_BACKEND, vault, a vault can write; set it to env",
        "MCP_PROXY_REDIS_URL, redis://u:hunter2@r, Postgres; unset it",
        "MCP_PROXY_WEBAUTHN_ENFORCEMENT, required, set it to off or warn",
        "MCP_PROXY_ANTHROPIC_API_KEY, hunter2, no AI gateway; unset it",
        "MASTIO_PLUGINS, audit, this version loads no plugins; unset it"
    })
    void refusesWhatSomebodyCountsOnAndWeCannotGive(String name, String value, String why) {
        assertThat(Names.problems(Map.of(name, value)))
                .singleElement()
                .asString()
                .startsWith(name + ": cannot be honoured: ")
                .contains(why)
                .doesNotContain("hunter2");
    }
}
