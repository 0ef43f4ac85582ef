package dev.mastio.proxy.edge.upstream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.config.SettingsReader;
import dev.mastio.proxy.edge.tls.ClientCertificate;
import dev.mastio.proxy.ops.Answer;
import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.ops.RequestMetrics;
import dev.mastio.proxy.wire.Route;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xnio.conduits.AbstractStreamSinkConduit;

/** A request in whose forwarding something is thrown that nobody expects: it ends there and then, and not when its time is over. */
class ForwardingTest {

    private static final Duration PROMPTLY = Duration.ofSeconds(20);
    private static final Location SOUND =
            new Location(Pattern.compile(".*"), Family.OTHER, Route.ClientCertificate.IGNORED, 1_440, false, false);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    private final Undertow server = Undertow.builder()
            .addHttpListener(
                    0, "127.0.0.1", exchange -> exchange.getResponseSender().send("ok"))
            .build();
    private @Nullable Upstream upstream;
    private @Nullable Undertow edge;

    @AfterEach
    void stop() {
        client.shutdownNow();
        if (edge != null) {
            edge.stop();
        }
        if (upstream != null) {
            upstream.close();
        }
        server.stop();
    }

    /** Once the connection is there, in the pool's callback. */
    @Test
    void answersWhereTheHeadCannotBeMade() throws Exception {
        @SuppressWarnings("NullAway")
        Location broken = new Location(Pattern.compile(".*"), Family.OTHER, null, 1_440, false, false);
        start(broken, _ -> {}, exchange -> Answer.INTERNAL_ERROR.send(exchange));

        assertThat(get().statusCode()).isEqualTo(500);
    }

    @Test
    void hangsUpWhereNotEvenThatAnswerCanBeGiven() throws Exception {
        @SuppressWarnings("NullAway")
        Location broken = new Location(Pattern.compile(".*"), Family.OTHER, null, 1_440, false, false);
        start(broken, _ -> {}, _ -> {
            throw new StackOverflowError();
        });

        assertThatThrownBy(this::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(IOException.class);
    }

    @Test
    void hangsUpWhereTheAnswerCannotBeWritten() throws Exception {
        start(
                SOUND,
                exchange -> exchange.addResponseWrapper((next, _) -> new AbstractStreamSinkConduit<>(next.create()) {
                    @Override
                    public int write(ByteBuffer source) {
                        throw new IllegalStateException();
                    }
                }),
                exchange -> Answer.INTERNAL_ERROR.send(exchange));

        assertThatThrownBy(this::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(IOException.class);
    }

    private void start(Location location, Consumer<HttpServerExchange> before, Consumer<HttpServerExchange> failed)
            throws Exception {
        server.start();
        Settings.Upstream settings = SettingsReader.read(
                        Map.of("MASTIO_EDGE_UPSTREAM", "http://127.0.0.1:" + port(server)))
                .upstream()
                .orElseThrow();
        Upstream behind = new Upstream(settings, 1, new RequestMetrics());
        upstream = behind;
        HttpHandler handler = exchange -> {
            before.accept(exchange);
            exchange.dispatch(
                    SameThreadExecutor.INSTANCE,
                    () -> behind.forward(
                            exchange,
                            location,
                            new ClientCertificate.None(),
                            new byte[0],
                            _ -> failed.accept(exchange)));
        };
        Undertow started =
                Undertow.builder().addHttpListener(0, "127.0.0.1", handler).build();
        edge = started;
        started.start();
    }

    private HttpResponse<String> get() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(requireNonNull(edge)) + "/"))
                .build();
        return client.sendAsync(request, BodyHandlers.ofString()).get(PROMPTLY.toSeconds(), TimeUnit.SECONDS);
    }

    private static int port(Undertow listening) {
        return ((InetSocketAddress) listening.getListenerInfo().getFirst().getAddress()).getPort();
    }
}
