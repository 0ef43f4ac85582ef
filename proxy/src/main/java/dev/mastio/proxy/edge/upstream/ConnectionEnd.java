package dev.mastio.proxy.edge.upstream;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Over HTTP/1.1 only reading tells that a client has left: with the connection reset, or with its own side of it ended, which counts as leaving
 * as with nginx. What is read instead is the beginning of further requests; it is kept for them, as far as one buffer goes.
 */
final class ConnectionEnd implements Departure, ChannelListener<ConduitStreamSourceChannel> {

    private final HttpServerConnection connection;
    private final ConduitStreamSourceChannel channel;
    /** Below what cuts the present request's body out of the bytes, and stays at its end. */
    private final StreamSourceConduit source;

    private final Runnable gone;
    private final Runnable blind;
    private final @Nullable ChannelListener<? super ConduitStreamSourceChannel> others;
    private @Nullable PooledByteBuffer ahead;
    private boolean ended;

    private ConnectionEnd(HttpServerConnection connection, Runnable gone, Runnable blind) {
        this.connection = connection;
        this.channel = connection.getChannel().getSourceChannel();
        this.source = connection.getOriginalSourceConduit();
        this.gone = gone;
        this.blind = blind;
        this.others = channel.getReadListener();
    }

    static ConnectionEnd watch(HttpServerConnection connection, Runnable gone, Runnable blind) {
        ConnectionEnd end = new ConnectionEnd(connection, gone, blind);
        end.takeWhatIsAhead();
        end.channel.setReadListener(end);
        end.source.resumeReads();
        return end;
    }

    @Override
    public void handleEvent(ConduitStreamSourceChannel readable) {
        if (ended) {
            return;
        }
        try {
            PooledByteBuffer buffer =
                    ahead == null ? connection.getByteBufferPool().allocate() : ahead;
            ahead = buffer;
            int read = 1;
            while (read > 0 && buffer.getBuffer().hasRemaining()) {
                read = source.read(buffer.getBuffer());
            }
            if (read < 0) {
                gone.run();
            } else if (read > 0) {
                source.suspendReads();
                blind.run();
            } else {
                dropIfEmpty(buffer);
                source.resumeReads();
            }
        } catch (Throwable e) {
            // Who calls would forget it, and call again at once.
            gone.run();
        }
    }

    private void takeWhatIsAhead() {
        ahead = connection.getExtraBytes();
        connection.setExtraBytes(null);
        if (ahead != null) {
            ahead.getBuffer().compact();
        }
    }

    private void dropIfEmpty(PooledByteBuffer buffer) {
        if (buffer.getBuffer().position() == 0) {
            buffer.close();
            ahead = null;
        }
    }

    @Override
    public void end() {
        if (ended) {
            return;
        }
        ended = true;
        source.suspendReads();
        channel.setReadListener(others);
        PooledByteBuffer kept = ahead;
        ahead = null;
        if (kept != null) {
            ByteBuffer bytes = kept.getBuffer().flip();
            if (bytes.hasRemaining()) {
                connection.setExtraBytes(kept);
            } else {
                kept.close();
            }
        }
    }
}
