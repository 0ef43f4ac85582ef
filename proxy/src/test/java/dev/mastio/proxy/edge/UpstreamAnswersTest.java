package dev.mastio.proxy.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.config.SettingsReader;
import dev.mastio.proxy.edge.upstream.Upstream;
import dev.mastio.proxy.ops.RequestMetrics;
import dev.mastio.proxy.ops.SoakTokens;
import io.undertow.Undertow;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An edge in which something of its own goes wrong. */
class UpstreamAnswersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    private UpstreamAnswers answers;
    private Undertow server;

    @BeforeEach
    void startWithRoomForOneRequest() throws Exception {
        Settings settings = SettingsReader.read(Map.of("MASTIO_EDGE_UPSTREAM", "http://127.0.0.1:9100"));
        RequestMetrics metrics = new RequestMetrics();
        Limits limits = new Limits(new TokenBucket(settings.shedding(), System::nanoTime), () -> false, 1);
        answers = new UpstreamAnswers(
                limits,
                new BodyIntake(limits, new BodyMemory(1), PATIENCE),
                new ResponseHeaders(() -> {
                    throw new StackOverflowError("a secret");
                }),
                new Crowd(1),
                new Upstream(settings.upstream().orElseThrow(), 1, metrics));
        server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(new RequestPath(
                        new ClientConnections(settings.recycling(), metrics),
                        metrics,
                        SoakTokens.of(settings.soakKeyFile()),
                        answers))
                .build();
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
        answers.close();
        client.shutdownNow();
    }

    /** The first request of a connection waits until its client's certificate is judged, the second no longer. */
    @Test
    void answersWhereAnErrorIsThrownAndGivesThePlaceBack() throws Exception {
        HttpResponse<String> first = get("/v1/egress/peers");
        HttpResponse<String> second = get("/v1/egress/peers");

        assertThat(second.connectionLabel()).isEqualTo(first.connectionLabel());
        for (HttpResponse<String> answer : List.of(first, second)) {
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).isEqualTo("{\"detail\":\"Internal server error\"}");
        }
    }

    /** Bounded as a whole: the client's own time limit ends with the headers. */
    private HttpResponse<String> get(String path) throws Exception {
        int port = ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
