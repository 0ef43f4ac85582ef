package dev.mastio.proxy.edge;

import dev.mastio.proxy.edge.tls.ClientCertificate;
import dev.mastio.proxy.edge.upstream.Location;
import dev.mastio.proxy.edge.upstream.Locations;
import dev.mastio.proxy.edge.upstream.Trouble;
import dev.mastio.proxy.edge.upstream.Upstream;
import dev.mastio.proxy.ops.Answer;
import dev.mastio.proxy.ops.ShedReason;
import dev.mastio.proxy.wire.Route;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.SameThreadExecutor;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server behind answers: limits first, then the body, the client's certificate where it counts, the way there and back. */
final class UpstreamAnswers implements Answering, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UpstreamAnswers.class);

    private static final Answer UNREACHABLE =
            new Answer(502, "{\"detail\":\"The server behind this edge cannot be reached\"}");
    private static final Answer BROKEN =
            new Answer(502, "{\"detail\":\"The server behind this edge ended the connection\"}");
    private static final Answer SILENT =
            new Answer(504, "{\"detail\":\"The server behind this edge did not answer in time\"}");
    private static final Answer MOVED = new Answer(302, "{\"detail\":\"Found\"}");
    private static final String DASHBOARD = "/proxy/login";

    /** The first would make a tunnel of the connection, the second show to pages what they may not see. */
    private static final Set<HttpString> NEVER = Set.of(Methods.CONNECT, Methods.TRACE);

    private final Limits limits;
    private final BodyIntake bodies;
    private final ResponseHeaders headers;
    private final Crowd crowd;
    private final Upstream upstream;
    /** A certificate is judged once a connection, which takes too long for an I/O thread. */
    private final ExecutorService judging = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("judge-", 0).factory());

    UpstreamAnswers(Limits limits, BodyIntake bodies, ResponseHeaders headers, Crowd crowd, Upstream upstream) {
        this.limits = limits;
        this.bodies = bodies;
        this.headers = headers;
        this.crowd = crowd;
        this.upstream = upstream;
    }

    @Override
    public void answer(HttpServerExchange exchange, Arrival arrival) {
        Optional<Location> location = Locations.of(exchange.getRequestPath());
        location.ifPresent(found -> arrival.belongsTo(found.family()));
        if (!limits.admit(exchange, arrival)) {
            return;
        }
        if (location.isEmpty()) {
            answerOurselves(exchange);
        } else if (NEVER.contains(exchange.getRequestMethod())) {
            refuse(exchange, Answer.METHOD_NOT_ALLOWED);
        } else if (exchange.isRequestComplete()) {
            enter(exchange, arrival, location.get());
        } else {
            bodies.receive(exchange, arrival, received -> enter(received, arrival, location.get()));
        }
    }

    private void answerOurselves(HttpServerExchange exchange) {
        if (exchange.getRequestPath().equals("/")) {
            exchange.getResponseHeaders().put(Headers.LOCATION, DASHBOARD);
            refuse(exchange, MOVED);
        } else {
            refuse(exchange, Answer.NOT_FOUND);
        }
    }

    private void enter(HttpServerExchange exchange, Arrival arrival, Location location) {
        if (!crowd.enter(location.family())) {
            Shedding.shed(exchange, arrival, ShedReason.CONCURRENCY);
            return;
        }
        exchange.addExchangeCompleteListener((over, next) -> {
            crowd.leave(location.family());
            next.proceed();
        });
        @Nullable ClientConnection client = exchange.getConnection().getAttachment(Protocols.CONNECTION);
        if (client == null || location.certificate() == Route.ClientCertificate.IGNORED) {
            goOn(exchange, () -> forward(exchange, arrival, location, new ClientCertificate.None()));
        } else if (client.isJudged()) {
            goOn(exchange, () -> forward(exchange, arrival, location, client.certificate()));
        } else {
            exchange.dispatch(judging, () -> judge(exchange, arrival, location, client));
        }
    }

    /** What follows has no caller who would end the exchange; one that never ends keeps its client and its place. */
    private void judge(HttpServerExchange exchange, Arrival arrival, Location location, ClientConnection client) {
        try {
            ClientCertificate judged = client.certificate();
            exchange.getIoThread().execute(() -> forward(exchange, arrival, location, judged));
        } catch (Throwable e) {
            exchange.getIoThread().execute(() -> fail(exchange, e));
        }
    }

    /** Once the present call is over, because what follows goes on after it has returned. */
    private static void goOn(HttpServerExchange exchange, Runnable next) {
        exchange.dispatch(SameThreadExecutor.INSTANCE, next);
    }

    private void forward(
            HttpServerExchange exchange, Arrival arrival, Location location, ClientCertificate certificate) {
        try {
            if (location.certificate() == Route.ClientCertificate.REQUIRED
                    && !(certificate instanceof ClientCertificate.Verified)) {
                headers.add(exchange);
                EndpointCalls.send(exchange, CertificateRequired.answer(certificate));
                return;
            }
            ForeignHeaders.remove(exchange.getRequestHeaders());
            byte[] body = exchange.getAttachment(BodyIntake.BODY);
            upstream.forward(
                    exchange,
                    location,
                    certificate,
                    body == null ? new byte[0] : body,
                    trouble -> answerFor(trouble, exchange, arrival));
        } catch (Throwable e) {
            fail(exchange, e);
        }
    }

    private static void fail(HttpServerExchange exchange, Throwable why) {
        LOG.error("no answer for {} {}", exchange.getRequestMethod(), exchange.getRequestPath(), why);
        if (exchange.isResponseStarted()) {
            exchange.endExchange();
        } else {
            Answer.INTERNAL_ERROR.send(exchange);
        }
    }

    private void answerFor(Trouble trouble, HttpServerExchange exchange, Arrival arrival) {
        switch (trouble) {
            case CROWDED -> Shedding.shed(exchange, arrival, ShedReason.CONCURRENCY);
            case UNREACHABLE -> refuse(exchange, UNREACHABLE);
            case BROKEN -> refuse(exchange, BROKEN);
            case SILENT -> refuse(exchange, SILENT);
            case FAULT -> Answer.INTERNAL_ERROR.send(exchange);
        }
    }

    private void refuse(HttpServerExchange exchange, Answer answer) {
        headers.add(exchange);
        EarlyAnswer.send(exchange, answer);
    }

    @Override
    public void close() {
        judging.shutdownNow();
        upstream.close();
    }
}
