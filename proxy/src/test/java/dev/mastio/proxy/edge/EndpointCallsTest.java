package dev.mastio.proxy.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Route;
import io.undertow.Undertow;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class EndpointCallsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final RouteTable TABLE = new RouteTable(List.of(
            Route.get("/refused", Family.OTHER, request -> {
                throw new Refusal(401, Map.of("reason", "no_cert")).header("WWW-Authenticate", "Bearer");
            }),
            Route.get("/broken", Family.OTHER, request -> {
                throw new IOException("a secret");
            }),
            Route.get("/endless", Family.OTHER, request -> {
                throw new StackOverflowError("a secret");
            }),
            Route.get(
                    "/endless-stream",
                    Family.OTHER,
                    request -> Reply.streamed("text/plain", out -> {
                        out.write(1);
                        throw new StackOverflowError("after a byte that has not left");
                    })),
            Route.get(
                    "/endless-cut",
                    Family.OTHER,
                    request -> Reply.streamed("text/plain", out -> {
                        out.write(new byte[100_000]);
                        out.flush();
                        throw new StackOverflowError("in the middle");
                    })),
            Route.get("/away", Family.OTHER, request -> {
                throw new SQLTransientException("the host name of a database");
            }),
            Route.get(
                    "/late",
                    Family.OTHER,
                    request -> Reply.streamed("text/plain", out -> {
                        out.write(1);
                        throw new SQLTransientException("after a byte that has not left");
                    })),
            Route.get(
                    "/header",
                    Family.OTHER,
                    request -> Reply.json(
                            Json.object().put("value", request.header("DPoP").orElse("")))),
            Route.get(
                    "/thread",
                    Family.OTHER,
                    request -> Reply.json(
                            Json.object().put("virtual", Thread.currentThread().isVirtual()))),
            Route.get(
                    "/stream",
                    Family.OTHER,
                    request -> Reply.streamed("text/plain", out -> {
                        out.write("one ".getBytes(StandardCharsets.UTF_8));
                        out.write("two".getBytes(StandardCharsets.UTF_8));
                    })),
            Route.get(
                    "/cut",
                    Family.OTHER,
                    request -> Reply.streamed("text/plain", out -> {
                        out.write(new byte[100_000]);
                        out.flush();
                        throw new IllegalStateException("in the middle");
                    }))));

    private final AtomicInteger underWay = new AtomicInteger();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final EndpointCalls calls = new EndpointCalls();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Undertow server = Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setHandler(exchange -> {
                underWay.incrementAndGet();
                exchange.addExchangeCompleteListener((over, next) -> {
                    underWay.decrementAndGet();
                    next.proceed();
                });
                if (TABLE.find("GET", exchange.getRequestPath())
                        instanceof RouteTable.Found.Match(Route route, Map<String, String> parameters)) {
                    calls.call(exchange, route, parameters);
                }
            })
            .build();

    @BeforeEach
    void start() {
        server.start();
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void stop() {
        logger().detachAppender(log);
        server.stop();
        calls.close();
        client.shutdownNow();
    }

    @Test
    void sendsARefusalAsDetail() throws Exception {
        HttpResponse<String> answer = get("/refused");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("{\"detail\":{\"reason\":\"no_cert\"}}");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    }

    @Test
    void keepsTheCauseOfAFailureToItself() throws Exception {
        HttpResponse<String> answer = get("/broken");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("{\"detail\":\"Internal server error\"}");
    }

    @Test
    void tellsTheClientToComeBackWhenTheDatabaseIsAway() throws Exception {
        HttpResponse<String> answer = get("/away");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\"detail\":\"Storage is not available; retry shortly\"}");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    }

    @Test
    void refusesAStreamThatFailsBeforeItsFirstByteLeft() throws Exception {
        HttpResponse<String> answer = get("/late");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).startsWith("{");
    }

    /** So that nobody chooses which one is looked at. */
    @Test
    void takesTwoFieldsOfOneNameForAList() throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(uri("/header"))
                        .header("DPoP", "one")
                        .header("DPoP", "two")
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.body()).isEqualTo("{\"value\":\"one, two\"}");
    }

    @Test
    void runsEndpointsOnThreadsThatMayWait() throws Exception {
        assertThat(get("/thread").body()).isEqualTo("{\"virtual\":true}");
    }

    @Test
    void streams() throws Exception {
        assertThat(get("/stream").body()).isEqualTo("one two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/endless", "/endless-stream"})
    void answersWhereAnErrorIsThrownAndLogsItOnce(String path) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("{\"detail\":\"Internal server error\"}");
        assertThat(log.list)
                .singleElement()
                .satisfies(event -> assertThat(event.getLevel()).isEqualTo(Level.ERROR));
        awaitNothingUnderWay();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/endless-cut", "/cut"})
    void cutsOffAStreamInWhichAnythingIsThrownAndIsDoneWithIt(String path) {
        assertThatThrownBy(() -> get(path)).hasCauseInstanceOf(IOException.class);

        assertThat(log.list)
                .singleElement()
                .satisfies(event -> assertThat(event.getLevel()).isEqualTo(Level.ERROR));
        awaitNothingUnderWay();
    }

    /** Each exchange that never ends holds a place in the crowd for good. */
    private void awaitNothingUnderWay() {
        await().untilAsserted(() -> assertThat(underWay).hasValue(0));
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(EndpointCalls.class);
    }

    /** Bounded as a whole: the client's own time limit ends with the headers. */
    private HttpResponse<String> get(String path) throws Exception {
        return client.sendAsync(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString())
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private URI uri(String path) {
        int port = ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
