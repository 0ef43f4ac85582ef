package dev.mastio.proxy.edge;

import dev.mastio.proxy.ops.Answer;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Protocols;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;

/**
 * Answers while the request's body is still coming. Whoever closes a socket with bytes unread makes the kernel reset the
 * connection, and a reset may overtake the answer: so the rest of the body is read and thrown away first, up to a number of
 * bytes and for some time. What goes on sending after that has had the time to read its answer.
 */
final class EarlyAnswer implements IoCallback, ChannelListener<StreamSourceChannel> {

    private static final long MAX_BYTES = 4 << 20;
    private static final Duration MAX_TIME = Duration.ofSeconds(5);

    private final HttpServerExchange exchange;
    private final XnioExecutor.Key deadline;
    private long thrownAway;

    private EarlyAnswer(HttpServerExchange exchange) {
        this.exchange = exchange;
        this.deadline = exchange.getIoThread().executeAfter(this::hangUp, MAX_TIME.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Sends the answer at once; the exchange ends when the body is out of the way, which may be at once as well. */
    static void send(HttpServerExchange exchange, Answer answer) {
        if (exchange.isRequestComplete()) {
            answer.send(exchange);
        } else {
            // Once the present call is over, because what follows may go on after it has returned.
            exchange.dispatch(SameThreadExecutor.INSTANCE, () -> answer.send(exchange, new EarlyAnswer(exchange)));
        }
    }

    @Override
    public void onComplete(HttpServerExchange answered, Sender sender) {
        if (exchange.getProtocol().equals(Protocols.HTTP_2_0)) {
            // Its frames wait for the end of the stream.
            sender.close(new Closed());
        } else {
            // To end it would be to end TLS, after which Conscrypt reads no more.
            throwAwayTheBody();
        }
    }

    @Override
    public void onException(HttpServerExchange broken, Sender sender, IOException e) {
        hangUp();
    }

    @Override
    public void handleEvent(StreamSourceChannel body) {
        try (PooledByteBuffer buffer =
                exchange.getConnection().getByteBufferPool().allocate()) {
            int read = body.read(buffer.getBuffer().clear());
            while (read > 0 && thrownAway < MAX_BYTES) {
                thrownAway += read;
                read = body.read(buffer.getBuffer().clear());
            }
            if (read > 0) {
                hangUp();
            } else if (read < 0) {
                end();
            } else {
                body.getReadSetter().set(this);
                body.resumeReads();
            }
        } catch (IOException e) {
            // The client went away, with or without its answer.
            hangUp();
        }
    }

    private void throwAwayTheBody() {
        // Whoever found out that the body is too large has had this channel before.
        Connectors.resetRequestChannel(exchange);
        handleEvent(exchange.getRequestChannel());
    }

    /** On HTTP/2 a connection is a stream here: the others that share the socket go on. */
    private void hangUp() {
        IoUtils.safeClose(exchange.getConnection());
        end();
    }

    private void end() {
        deadline.remove();
        exchange.endExchange();
    }

    private final class Closed implements IoCallback {

        @Override
        public void onComplete(HttpServerExchange answered, Sender sender) {
            throwAwayTheBody();
        }

        @Override
        public void onException(HttpServerExchange broken, Sender sender, IOException e) {
            hangUp();
        }
    }
}
