package dev.mastio.proxy.edge;

import dev.mastio.proxy.ops.Answer;
import dev.mastio.proxy.ops.ShedReason;
import dev.mastio.proxy.wire.TreeSize;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.AttachmentKey;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;

/**
 * Receives request bodies before their route runs: within the size limit, however they are framed, and within a time limit,
 * so that a client which sends a byte now and then holds nothing for long.
 */
final class BodyIntake {

    /** The body, once it is there. */
    static final AttachmentKey<byte[]> BODY = AttachmentKey.create(byte[].class);

    private static final AttachmentKey<BodyMemory.Share> SHARE = AttachmentKey.create(BodyMemory.Share.class);

    private static final Answer TOO_SLOW = new Answer(408, "{\"detail\":\"Request Timeout\"}");

    private final Limits limits;
    private final BodyMemory memory;
    private final Duration patience;

    BodyIntake(Limits limits, BodyMemory memory, Duration patience) {
        this.limits = limits;
        this.memory = memory;
        this.patience = patience;
    }

    /** Goes on with the route when the body is there; answers itself when it is too large or too slow. */
    void receive(HttpServerExchange exchange, Arrival arrival, HttpHandler route) {
        // Once the first call is over: whatever comes next then starts a call of its own, now or in a minute.
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> start(exchange, new Intake(exchange, arrival, route)));
    }

    /**
     * True if there is room for what the body becomes when it is read; it is kept free until the exchange is over.
     *
     * @param arguments whether it may have any, and so more in it than others
     */
    static boolean hasRoomToRead(HttpServerExchange exchange, boolean arguments) {
        byte[] body = exchange.getAttachment(BODY);
        BodyMemory.Share share = exchange.getAttachment(SHARE);
        return body == null || share == null || share.take(TreeSize.atMost(body, arguments));
    }

    private static void start(HttpServerExchange exchange, Intake intake) {
        if (HttpContinue.requiresContinueResponse(exchange)) {
            HttpContinue.sendContinueResponse(exchange, intake);
        } else {
            intake.handleEvent(exchange.getRequestChannel());
        }
    }

    private final class Intake implements ChannelListener<StreamSourceChannel>, IoCallback {

        private final HttpServerExchange exchange;
        private final Arrival arrival;
        private final HttpHandler route;
        private final XnioExecutor.Key deadline;
        private final GrowingBody received;

        Intake(HttpServerExchange exchange, Arrival arrival, HttpHandler route) {
            this.exchange = exchange;
            this.arrival = arrival;
            this.route = route;
            this.deadline = exchange.getIoThread()
                    .executeAfter(() -> finish(this::refuseSlow), patience.toMillis(), TimeUnit.MILLISECONDS);
            BodyMemory.Share share = memory.share();
            this.received = new GrowingBody(share, exchange.getRequestContentLength());
            exchange.putAttachment(SHARE, share);
            exchange.addExchangeCompleteListener((over, next) -> {
                share.close();
                next.proceed();
            });
        }

        @Override
        public void handleEvent(StreamSourceChannel channel) {
            try (PooledByteBuffer buffer =
                    exchange.getConnection().getByteBufferPool().allocate()) {
                int read = channel.read(buffer.getBuffer().clear());
                while (read > 0 && received.size() + read <= limits.maxBodyBytes()) {
                    if (!received.add(buffer.getBuffer().flip())) {
                        finish(this::shed);
                        return;
                    }
                    read = channel.read(buffer.getBuffer().clear());
                }
                if (read > 0) {
                    finish(this::refuseLarge);
                } else if (read < 0 && !isAsLongAsSaid()) {
                    hangUp();
                } else if (read < 0) {
                    exchange.putAttachment(BODY, received.take());
                    finish(route);
                } else {
                    channel.getReadSetter().set(this);
                    channel.resumeReads();
                }
            } catch (IOException e) {
                hangUp();
            }
        }

        @Override
        public void onComplete(HttpServerExchange continued, Sender sender) {
            handleEvent(exchange.getRequestChannel());
        }

        @Override
        public void onException(HttpServerExchange continued, Sender sender, IOException e) {
            hangUp();
        }

        /** Over HTTP/2 Undertow resets the stream of one that is not, and lets it be read nevertheless. */
        private boolean isAsLongAsSaid() {
            long said = exchange.getRequestContentLength();
            return said < 0 || said == received.size();
        }

        /** The client went away in the middle of its body. On HTTP/2 a connection is a stream here, whose end ends no exchange. */
        private void hangUp() {
            deadline.remove();
            IoUtils.safeClose(exchange.getConnection());
            exchange.endExchange();
        }

        private void finish(HttpHandler next) {
            deadline.remove();
            Connectors.executeRootHandler(next, exchange);
        }

        private void refuseLarge(HttpServerExchange refused) {
            limits.refuseBody(refused);
        }

        private void shed(HttpServerExchange refused) {
            Shedding.shed(refused, arrival, ShedReason.BODIES);
        }

        private void refuseSlow(HttpServerExchange refused) {
            refused.setPersistent(false);
            EarlyAnswer.send(refused, TOO_SLOW);
        }
    }
}
