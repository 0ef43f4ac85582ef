package dev.mastio.proxy.edge.upstream;

import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;
import org.xnio.conduits.ConduitStreamSinkChannel;

/** Over HTTP/2 Undertow reads all the time, and closes the stream that its client resets; but it tells nobody who does not write. So this looks. */
final class StreamEnd implements Departure {

    private static final long BETWEEN_LOOKS_MILLIS = 1_000;

    private final HttpServerExchange exchange;
    private final ConduitStreamSinkChannel answers;
    private final Runnable gone;
    private XnioExecutor.@Nullable Key next;

    private StreamEnd(HttpServerExchange exchange, Runnable gone) {
        this.exchange = exchange;
        this.answers = Connectors.getConduitSinkChannel(exchange);
        this.gone = gone;
    }

    static StreamEnd watch(HttpServerExchange exchange, Runnable gone) {
        StreamEnd end = new StreamEnd(exchange, gone);
        end.lookLater();
        return end;
    }

    private void lookLater() {
        next = exchange.getIoThread().executeAfter(this::look, BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (exchange.getConnection().isOpen() && answers.isOpen()) {
            lookLater();
        } else {
            gone.run();
        }
    }

    @Override
    public void end() {
        if (next != null) {
            next.remove();
        }
    }
}
