package dev.mastio.proxy.edge.upstream;

import dev.mastio.proxy.edge.upstream.Share.Wish;
import io.undertow.client.ClientCallback;
import io.undertow.client.ClientExchange;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

/** One request on its way to the server behind, and its answer on the way back. All of it runs on the I/O thread of the client's connection. */
final class Forwarding implements Share.Applicant, ClientCallback<ClientExchange> {

    private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);

    /** For a connection; who waits longer does better to come again. */
    private static final Duration PATIENCE_FOR_A_CONNECTION = Duration.ofSeconds(5);

    private static final Set<HttpString> REPEATABLE =
            Set.of(Methods.GET, Methods.HEAD, Methods.OPTIONS, Methods.PUT, Methods.DELETE);

    private final Share share;
    private final HttpServerExchange exchange;
    private final Errand errand;
    private final Consumer<Trouble> failed;
    private @Nullable UpstreamConnection connection;
    private @Nullable ClientExchange sent;
    private @Nullable Silence silence;
    private @Nullable Departure departure;
    private boolean hurried;
    private boolean repeated;
    private boolean answered;
    private boolean over;

    /** @param failed gives the answer that the server behind did not give */
    Forwarding(Share share, HttpServerExchange exchange, Errand errand, Consumer<Trouble> failed) {
        this.share = share;
        this.exchange = exchange;
        this.errand = errand;
        this.failed = failed;
    }

    void start() {
        exchange.addExchangeCompleteListener((done, next) -> {
            end();
            next.proceed();
        });
        departure = Departure.watch(exchange, () -> guarded(this::forsaken), () -> guarded(this::hurry));
        share.ask(this);
        if (connection == null && !over) {
            silence = Silence.watch(
                    exchange.getIoThread(), PATIENCE_FOR_A_CONNECTION, () -> 0, () -> guarded(this::waitedInVain));
        }
    }

    @Override
    public Wish wish() {
        if (repeated) {
            return Wish.NEW;
        }
        return isRepeatable() ? Wish.ANY : Wish.RECENT;
    }

    @Override
    public boolean lasts() {
        return errand.location().lasting() || RequestHead.isUpgrade(exchange, errand.location());
    }

    @Override
    public void serve(UpstreamConnection given) {
        if (over) {
            share.giveBack(given, true);
            return;
        }
        connection = given;
        watch();
        guarded(() -> given.channel().sendRequest(errand.head(exchange), this));
    }

    @Override
    public void unreachable(IOException reason) {
        if (!over) {
            LOG.debug("no connection for {} {}", exchange.getRequestMethod(), exchange.getRequestPath(), reason);
            guarded(() -> fail(Trouble.UNREACHABLE));
        }
    }

    /** The head is on its way, and the body may follow. */
    @Override
    public void completed(ClientExchange started) {
        guarded(() -> send(started));
    }

    private void send(ClientExchange started) {
        sent = started;
        boolean first = !repeated;
        started.setResponseListener(new ClientCallback<>() {
            @Override
            public void completed(ClientExchange result) {
                guarded(() -> answer(result));
            }

            @Override
            public void failed(IOException e) {
                brokenUnlessGivenUp(first, e);
            }
        });
        if (errand.body().length > 0) {
            BodySender.send(errand.body(), started.getRequestChannel(), e -> brokenUnlessGivenUp(first, e));
        }
    }

    /** What fails on a connection that was left for another is nothing to the other; nor is a body that a server no longer reads once it has answered. */
    private void brokenUnlessGivenUp(boolean first, Throwable e) {
        if (first != repeated && !answered) {
            guarded(() -> broken(e));
        }
    }

    /** The head could not be sent. */
    @Override
    public void failed(IOException e) {
        guarded(() -> broken(e));
    }

    private void answer(ClientExchange result) {
        if (over) {
            return;
        }
        boolean switches = result.getResponse().getResponseCode() == StatusCodes.SWITCHING_PROTOCOLS;
        if (switches && !RequestHead.isUpgrade(exchange, errand.location())) {
            broken(new IOException("the server changes to a protocol that nobody asked for"));
            return;
        }
        answered = true;
        ResponseHead.copy(result.getResponse(), exchange);
        if (switches) {
            // Also where the connection was due to be closed: Undertow would close it instead of handing it over.
            exchange.setPersistent(true);
            exchange.upgradeChannel((client, _) -> Tunnel.open(client, result.getConnection()));
            // It is not given back: what is said on it from now on is nobody's request.
            connection = null;
        }
        new AnswerPump(
                        result.getResponseChannel(),
                        exchange.getResponseChannel(),
                        exchange.getConnection().getByteBufferPool(),
                        this::broken)
                .start();
    }

    private void broken(Throwable e) {
        if (over) {
            return;
        }
        if (!(e instanceof IOException)) {
            fault(e);
            return;
        }
        LOG.debug("no answer, or half of one, for {} {}", exchange.getRequestMethod(), exchange.getRequestPath(), e);
        if (answered) {
            cutOff();
        } else if (connection != null && connection.isUsed() && isRepeatable() && !repeated) {
            repeated = true;
            leaveConnection(false);
            sent = null;
            share.ask(this);
        } else {
            fail(Trouble.BROKEN);
        }
    }

    private void waitedInVain() {
        if (!over) {
            fail(share.withdraw(this) ? Trouble.CROWDED : Trouble.SILENT);
        }
    }

    private void tooSilent() {
        if (answered) {
            cutOff();
        } else {
            // What one that may have left has sent ahead is not to be done.
            exchange.setPersistent(exchange.isPersistent() && !hurried);
            fail(Trouble.SILENT);
        }
    }

    /** The client will read no answer, so its server need not go on with one. */
    private void forsaken() {
        if (!over) {
            LOG.debug("nobody waits any more for {} {}", exchange.getRequestMethod(), exchange.getRequestPath());
            cutOff();
        }
    }

    /** Its client could leave unnoticed. */
    private void hurry() {
        hurried = true;
        if (connection != null) {
            watch();
        }
    }

    /** Who calls would forget what a step throws: the client and its place would wait until the silence is too long. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            fault(e);
        }
    }

    private void fault(Throwable e) {
        LOG.error("no answer, or half of one, for {} {}", exchange.getRequestMethod(), exchange.getRequestPath(), e);
        if (answered || over) {
            cutOff();
        } else {
            fail(Trouble.FAULT);
        }
    }

    private void fail(Trouble trouble) {
        end();
        try {
            failed.accept(trouble);
        } catch (Throwable e) {
            fault(e);
        }
    }

    /** An answer that ends in the middle must not look like a whole one, and what was sent after its request is no request any more. */
    private void cutOff() {
        end();
        exchange.setPersistent(false);
        IoUtils.safeClose(exchange.getConnection());
        if (sent != null) {
            IoUtils.safeClose(sent.getConnection());
        }
        exchange.endExchange();
    }

    private void end() {
        if (!over) {
            over = true;
            if (silence != null) {
                silence.end();
            }
            if (departure != null) {
                departure.end();
            }
            share.withdraw(this);
            leaveConnection(true);
        }
    }

    /** @param useful whether it may serve others, if nothing of this request or its answer is left on it */
    private void leaveConnection(boolean useful) {
        UpstreamConnection left = connection;
        connection = null;
        if (left != null) {
            share.giveBack(left, useful && isThrough(sent));
        }
    }

    private static boolean isThrough(@Nullable ClientExchange exchange) {
        return exchange != null
                && exchange.getResponse() != null
                && !exchange.getRequestChannel().isOpen()
                && !exchange.getResponseChannel().isOpen();
    }

    private boolean isRepeatable() {
        return REPEATABLE.contains(exchange.getRequestMethod());
    }

    private void watch() {
        if (silence != null) {
            silence.end();
        }
        silence = Silence.watch(
                exchange.getIoThread(),
                hurried ? errand.usualPatience() : errand.patience(),
                () -> exchange.getResponseBytesSent() + (answered ? 1 : 0),
                () -> guarded(this::tooSilent));
    }
}
