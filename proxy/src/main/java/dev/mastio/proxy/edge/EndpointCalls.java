package dev.mastio.proxy.edge;

import dev.mastio.proxy.edge.tls.ClientCertificate;
import dev.mastio.proxy.ops.Answer;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Request;
import dev.mastio.proxy.wire.Route;
import io.undertow.io.UndertowOutputStream;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

/** Calls endpoints on virtual threads, and turns what they return or throw into answers: the one place that does. */
final class EndpointCalls implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointCalls.class);

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("request-", 0).factory());

    void call(HttpServerExchange exchange, Route route, Map<String, String> parameters) {
        exchange.dispatch(threads, () -> answer(exchange, route, parameters));
    }

    private static void answer(HttpServerExchange exchange, Route route, Map<String, String> parameters) {
        try {
            ClientCertificate certificate = certificate(exchange, route);
            if (route.certificate() == Route.ClientCertificate.REQUIRED
                    && !(certificate instanceof ClientCertificate.Verified)) {
                send(exchange, CertificateRequired.answer(certificate));
            } else {
                send(exchange, route.endpoint().answer(request(exchange, parameters, certificate)));
            }
        } catch (Refusal refusal) {
            refuse(exchange, refusal);
        } catch (Throwable e) {
            // Also an Error, such as a stack that overflows: an exchange that never ends keeps its client and its
            // place.
            fail(exchange, route, e);
        }
    }

    private static void fail(HttpServerExchange exchange, Route route, Throwable failure) {
        if (exchange.isResponseStarted()) {
            LOG.error("half an answer for {} {}", exchange.getRequestMethod(), route.template(), failure);
            // Cut it off: an answer that ends in the middle must not look like a whole one.
            IoUtils.safeClose(exchange.getConnection());
        } else if (failure instanceof SQLTransientException) {
            // Not louder: while the database is away every request comes here, and readiness says why.
            LOG.debug("refused {} {}", exchange.getRequestMethod(), route.template(), failure);
            refuse(exchange, new Refusal(503, "Storage is not available; retry shortly", Map.of("Retry-After", "1")));
        } else {
            LOG.error("no answer for {} {}", exchange.getRequestMethod(), route.template(), failure);
            Answer.INTERNAL_ERROR.send(exchange);
        }
    }

    private static ClientCertificate certificate(HttpServerExchange exchange, Route route) {
        @Nullable ClientConnection connection = exchange.getConnection().getAttachment(Protocols.CONNECTION);
        return connection == null || route.certificate() == Route.ClientCertificate.IGNORED
                ? new ClientCertificate.None()
                : connection.certificate();
    }

    private static Request request(
            HttpServerExchange exchange, Map<String, String> parameters, ClientCertificate certificate) {
        ForeignHeaders.remove(exchange.getRequestHeaders());
        Map<String, List<String>> query = new LinkedHashMap<>();
        exchange.getQueryParameters().forEach((name, values) -> query.put(name, new ArrayList<>(values)));
        byte[] body = exchange.getAttachment(BodyIntake.BODY);
        return new Request(
                exchange.getRequestMethod().toString(),
                exchange.getRequestPath(),
                parameters,
                query,
                name -> header(exchange, name),
                body == null ? new byte[0] : body,
                exchange.getHostAndPort(),
                exchange.getSourceAddress().getAddress().getHostAddress(),
                certificate instanceof ClientCertificate.Verified(var chain) ? chain : List.of());
    }

    /** A field given twice means a list, so that two proofs are none; cookies make one, of which HTTP/2 clients may send one a field. */
    private static Optional<String> header(HttpServerExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().get(name))
                .map(values -> String.join(name.equalsIgnoreCase("Cookie") ? "; " : ", ", values));
    }

    private static void refuse(HttpServerExchange exchange, Refusal refusal) {
        try {
            Reply reply = Reply.json(refusal.status(), Json.object().putPOJO("detail", refusal.detail()));
            for (Map.Entry<String, String> header : refusal.headers().entrySet()) {
                reply = reply.header(header.getKey(), header.getValue());
            }
            send(exchange, reply);
        } catch (Exception e) {
            throw new IllegalStateException("a refusal is small and always JSON", e);
        }
    }

    /** On a dispatched exchange, from any thread. */
    static void send(HttpServerExchange exchange, Reply reply) throws Exception {
        exchange.setStatusCode(reply.status());
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().put(new HttpString(name), value));
        switch (reply.body()) {
            case Reply.Body.Empty() -> exchange.endExchange();
            case Reply.Body.Whole(String type, byte[] bytes) -> {
                exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type).put(Headers.CONTENT_LENGTH, bytes.length);
                // By the connection's own thread: another that ends an exchange wakes that thread too soon,
                // and that thread then spins until the exchange is over.
                exchange.getIoThread()
                        .execute(() -> exchange.getResponseSender().send(ByteBuffer.wrap(bytes)));
            }
            case Reply.Body.Streamed(String type, Reply.Writer writer) -> stream(exchange, type, writer);
        }
    }

    private static void stream(HttpServerExchange exchange, String type, Reply.Writer writer) throws Exception {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
        exchange.startBlocking();
        // Not closed when the writer fails: closing would end the answer as if it were whole.
        OutputStream out = exchange.getOutputStream();
        try {
            writer.to(out);
            out.close();
        } catch (IOException e) {
            LOG.debug("the client went away in the middle of an answer", e);
            IoUtils.safeClose(exchange.getConnection());
        } catch (Throwable e) {
            if (!exchange.isResponseStarted() && out instanceof UndertowOutputStream buffered) {
                // Nothing has left yet, so the answer can still be another one.
                buffered.resetBuffer();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
