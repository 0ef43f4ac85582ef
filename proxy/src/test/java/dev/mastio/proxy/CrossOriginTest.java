package dev.mastio.proxy;

import static java.net.http.HttpClient.Version.HTTP_2;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossOriginTest {

    private static final String FRIEND = "https://desk.example";

    @TempDir
    private Path directory;

    private final HttpClient client = Clients.speaking(HTTP_2);

    @AfterEach
    void stop() {
        client.close();
    }

    @Test
    void letsPagesOfTheOriginsAllowedRead() throws Exception {
        try (RunningProxy proxy = proxy(FRIEND + ", https://other.example")) {
            HttpResponse<String> answer = get(proxy, FRIEND);

            assertThat(answer.headers().firstValue("access-control-allow-origin"))
                    .hasValue(FRIEND);
            assertThat(answer.headers().firstValue("access-control-allow-credentials"))
                    .hasValue("true");
            assertThat(answer.headers().firstValue("vary")).hasValue("Origin");
            assertThat(answer.headers().firstValue("x-frame-options")).hasValue("DENY");
        }
    }

    @ParameterizedTest
    @CsvSource({"https://foe.example", "https://desk.example.foe.example", "http://desk.example", "null"})
    void tellsOtherPagesNothing(String origin) throws Exception {
        try (RunningProxy proxy = proxy(FRIEND)) {
            HttpResponse<String> answer = get(proxy, origin);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
            assertThat(preflight(proxy, origin, "POST", "dpop").statusCode()).isEqualTo(400);
        }
    }

    @Test
    void answersAPreflight() throws Exception {
        try (RunningProxy proxy = proxy(FRIEND)) {
            HttpResponse<String> answer = preflight(proxy, FRIEND, "PATCH", "Authorization, dpop,content-type");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("access-control-allow-origin"))
                    .hasValue(FRIEND);
            assertThat(answer.headers().firstValue("access-control-allow-methods"))
                    .hasValue("GET, POST, DELETE, PATCH, OPTIONS");
            assertThat(answer.headers()
                            .firstValue("access-control-allow-headers")
                            .orElseThrow())
                    .contains("Authorization", "Content-Type", "DPoP");
        }
    }

    @ParameterizedTest
    @CsvSource({"PUT, dpop", "POST, x-admin-secret"})
    void refusesAPreflightForMoreThanIsAllowed(String method, String headers) throws Exception {
        try (RunningProxy proxy = proxy(FRIEND)) {
            assertThat(preflight(proxy, FRIEND, method, headers).statusCode()).isEqualTo(400);
        }
    }

    @Test
    void letsAllPagesReadWithAStarButNeverWithCredentials() throws Exception {
        try (RunningProxy proxy = proxy("*")) {
            HttpResponse<String> answer = get(proxy, "https://anyone.example");

            assertThat(answer.headers().firstValue("access-control-allow-origin"))
                    .hasValue("*");
            assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-credentials");
        }
    }

    @Test
    void saysNothingOfOriginsWhenNoneAreAllowed() throws Exception {
        try (RunningProxy proxy = proxy("")) {
            assertThat(get(proxy, FRIEND).headers().map())
                    .doesNotContainKeys("access-control-allow-origin", "access-control-allow-credentials");
            assertThat(preflight(proxy, FRIEND, "POST", "dpop").statusCode()).isEqualTo(405);
        }
    }

    private RunningProxy proxy(String origins) throws Exception {
        return RunningProxy.start(directory, Map.of("MCP_PROXY_ALLOWED_ORIGINS", origins));
    }

    private HttpResponse<String> get(RunningProxy proxy, String origin) throws Exception {
        return RunningProxy.send(client, proxy.data("/health").header("Origin", origin));
    }

    private HttpResponse<String> preflight(RunningProxy proxy, String origin, String method, String headers)
            throws Exception {
        return RunningProxy.send(
                client,
                proxy.data("/health")
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", method)
                        .header("Access-Control-Request-Headers", headers));
    }
}
