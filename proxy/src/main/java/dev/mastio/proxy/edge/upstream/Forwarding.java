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
        share.ask(this);
        if (connection == null && !over) {
            silence = Silence.watch(exchange.getIoThread(), PATIENCE_FOR_A_CONNECTION, () -> 0, this::waitedInVain);
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
        watch(errand.patience(), this::tooSilent);
        given.channel().sendRequest(errand.head(exchange), this);
    }

    @Override
    public void unreachable(IOException reason) {
        if (!over) {
            LOG.debug("no connection for {} {}", exchange.getRequestMethod(), exchange.getRequestPath(), reason);
            fail(Trouble.UNREACHABLE);
        }
    }

    /** The head is on its way, and the body may follow. */
    @Override
    public void completed(ClientExchange started) {
        sent = started;
        boolean first = !repeated;
        started.setResponseListener(new ClientCallback<>() {
            @Override
            public void completed(ClientExchange result) {
                answer(result);
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
    private void brokenUnlessGivenUp(boolean first, IOException e) {
        if (first != repeated && !answered) {
            broken(e);
        }
    }

    /** The head could not be sent. */
    @Override
    public void failed(IOException e) {
        broken(e);
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

    private void broken(IOException e) {
        if (over) {
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
            fail(Trouble.SILENT);
        }
    }

    private void fail(Trouble trouble) {
        end();
        failed.accept(trouble);
    }

    /** An answer that ends in the middle must not look like a whole one. */
    private void cutOff() {
        end();
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

    private void watch(Duration patience, Runnable tooLong) {
        if (silence != null) {
            silence.end();
        }
        silence = Silence.watch(
                exchange.getIoThread(), patience, () -> exchange.getResponseBytesSent() + (answered ? 1 : 0), tooLong);
    }
}
