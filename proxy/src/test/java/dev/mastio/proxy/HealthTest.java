package dev.mastio.proxy;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.proxy.pki.TestAuthority;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HealthTest {

    private final HttpClient client = Clients.speaking(HTTP_1_1);
    private RunningProxy proxy;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        proxy = RunningProxy.start(directory, Map.of("CULLIS_MASTIO_VERSION", "1.2.3"));
        proxy.awaitReady(client);
    }

    @AfterAll
    void stop() {
        client.close();
        proxy.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void answersHealthInTheProtocolThatTheClientNegotiated(Version version) throws Exception {
        try (HttpClient speaking = Clients.speaking(version)) {
            HttpResponse<String> answer = RunningProxy.send(speaking, proxy.data("/health"));

            assertThat(answer.version()).isEqualTo(version);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"status\":\"ok\",\"version\":\"1.2.3\"}");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /health  | {"status":"ok","version":"1.2.3"}
            /healthz | {"status":"ok"}
            /readyz  | {"status":"ready","checks":{"database":"ok","jwks_cache":"standalone"}}
            """)
    void answersTheSameOnBothListeners(String path, String body) throws Exception {
        assertThat(RunningProxy.send(client, proxy.data(path)).body()).isEqualTo(body);
        assertThat(RunningProxy.send(client, proxy.operations(path)).body()).isEqualTo(body);
    }

    @Test
    void warnsOfARootThatMayCertifyLeavesAlone(@TempDir Path directory) throws Exception {
        TestAuthority.putLegacyRoot(directory);
        try (RunningProxy legacy = RunningProxy.start(directory, Map.of("MASTIO_PKI_DIR", directory.toString()))) {
            legacy.awaitReady(client);

            assertThat(RunningProxy.send(client, legacy.data("/health")).body())
                    .isEqualTo("{\"status\":\"ok\",\"version\":\"dev\",\"warnings\":[\"org_ca_legacy_pathlen_zero\"]}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/metrics", "/collect", "/live", "/health/", "/v1/egress/peers"})
    void answersNotFoundInJsonForWhatItDoesNotServe(String path) throws Exception {
        HttpResponse<String> answer = RunningProxy.send(client, proxy.data(path));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("{\"detail\":\"Not Found\"}");
    }

    @Test
    void refusesOtherMethodsAndNamesTheRightOnes() throws Exception {
        HttpResponse<String> answer =
                RunningProxy.send(client, proxy.data("/health").POST(BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).contains("GET, HEAD");
        assertThat(answer.body()).isEqualTo("{\"detail\":\"Method Not Allowed\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "x-cullis-mode, standalone",
        "X-Content-Type-Options, nosniff",
        "X-Frame-Options, DENY",
        "Referrer-Policy, strict-origin-when-cross-origin",
        "Permissions-Policy, 'camera=(), microphone=(), geolocation=()'",
        "Strict-Transport-Security, max-age=31536000; includeSubDomains",
        "Cache-Control, no-store",
        "Content-Type, application/json"
    })
    void carriesTheSecurityHeadersAlsoOnErrors(String header, String value) throws Exception {
        for (String path : new String[] {"/health", "/nothing/here"}) {
            assertThat(RunningProxy.send(client, proxy.data(path)).headers().allValues(header))
                    .containsExactly(value);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/egress/peers, true",
        "/nothing, true",
        "/v1/llm/chat, true",
        "/proxy, true",
        "/health, false",
        "/healthz, false",
        "/readyz, false",
        "/v1/auth/token, false",
        "/v1/registry/x, false",
        "/v1/broker, false",
        "/v1/federation, false",
        "/proxy/login, false"
    })
    void offersANonceOnlyWhereClientsExpectOne(String path, boolean expected) throws Exception {
        // There is none before the key that all replicas share has come from the store.
        await().until(() -> offersNonce("/nothing"));

        assertThat(offersNonce(path)).isEqualTo(expected);
    }

    private boolean offersNonce(String path) throws Exception {
        return RunningProxy.send(client, proxy.data(path))
                .headers()
                .firstValue("DPoP-Nonce")
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "/proxy, true",
        "/proxy/login, true",
        "/proxy/enrollments/x/approve, true",
        "/static/style.css, true",
        "/health, false",
        "/v1/admin/enrollments, false",
        "/nothing, false"
    })
    void tellsBrowsersWhatTheyMayLoadWhereTheyMayLookAtPages(String path, boolean expected) throws Exception {
        List<String> policy =
                RunningProxy.send(client, proxy.data(path)).headers().allValues("Content-Security-Policy");

        assertThat(policy).isEqualTo(expected ? List.of("default-src 'none'") : List.of());
    }

    @Test
    void neverNamesARoleWhichOldClientsCannotBear() throws Exception {
        assertThat(RunningProxy.send(client, proxy.data("/nothing")).headers().map())
                .doesNotContainKey("x-cullis-role");
    }
}
