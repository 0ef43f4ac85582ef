package dev.mastio.proxy;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BodyLimitTest {

    private static final int LIMIT = 100_000;

    private RunningProxy proxy;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        proxy = RunningProxy.start(directory, Map.of("MCP_PROXY_MAX_REQUEST_BODY_BYTES", Integer.toString(LIMIT)));
    }

    @AfterAll
    void stop() {
        proxy.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void refusesABodyThatAnnouncesItsSize(Version version) throws Exception {
        assertRefused(post(version, "/v1/mcp", announced(LIMIT + 1)));
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void refusesABodyThatOnlyTurnsOutTooLarge(Version version) throws Exception {
        assertRefused(post(version, "/v1/mcp", unannounced(LIMIT + 1)));
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void routesABodyWithinTheLimit(Version version) throws Exception {
        assertThat(post(version, "/v1/mcp", announced(LIMIT)).statusCode()).isEqualTo(404);
        assertThat(post(version, "/v1/mcp", unannounced(LIMIT)).statusCode()).isEqualTo(404);
        assertThat(post(version, "/v1/mcp", BodyPublishers.noBody()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void goesOnWithTheConnectionAfterABodyThatNobodyReads() throws Exception {
        try (HttpClient client = Clients.speaking(HTTP_1_1)) {
            HttpResponse<String> first =
                    RunningProxy.send(client, proxy.data("/nothing").POST(announced(LIMIT)));
            HttpResponse<String> second = RunningProxy.send(client, proxy.data("/health"));

            assertThat(second.statusCode()).isEqualTo(200);
            assertThat(second.connectionLabel()).isEqualTo(first.connectionLabel());
        }
    }

    private HttpResponse<String> post(Version version, String path, BodyPublisher body) throws Exception {
        try (HttpClient client = Clients.speaking(version)) {
            return RunningProxy.send(client, proxy.data(path).POST(body));
        }
    }

    private static void assertRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body())
                .isEqualTo("{\"detail\":\"Request body exceeds 100000 bytes\",\"error\":\"request_body_too_large\"}");
        assertThat(answer.headers().firstValue("x-cullis-shed-reason")).contains("request_body_too_large");
        assertThat(answer.headers().map()).doesNotContainKey("x-cullis-mode");
    }

    private static BodyPublisher announced(int bytes) {
        return BodyPublishers.ofByteArray(new byte[bytes]);
    }

    private static BodyPublisher unannounced(int bytes) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[bytes]));
    }
}
