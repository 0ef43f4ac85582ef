package io.undertow.protocols.http2;

import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.protocol.framed.FrameHeaderData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;

/**
 * A server's side of HTTP/2 that is closed when a client begins a request's head, or any frame, and does not end it in {@link
 * UndertowOptions#REQUEST_PARSE_TIMEOUT}. Undertow's own channel takes that option, but never starts the time (2.4.4): a head in
 * ever more CONTINUATION frames would have no end.
 *
 * <p>What shows that a head goes on is for this package alone, hence the place of this class.
 */
public final class PunctualHttp2Channel extends Http2Channel {

    private final int headMillis;
    private XnioExecutor.@Nullable Key deadline;

    /** As {@link Http2Channel}, for a server. */
    public PunctualHttp2Channel(
            StreamConnection connection,
            String protocol,
            ByteBufferPool buffers,
            PooledByteBuffer read,
            OptionMap options) {
        super(connection, protocol, buffers, read, false, false, options);
        headMillis = options.get(UndertowOptions.REQUEST_PARSE_TIMEOUT, 0);
        addCloseTask(_ -> stopTime());
    }

    @Override
    protected FrameHeaderData parseFrame(ByteBuffer data) throws IOException {
        boolean begun = data.hasRemaining();
        // Null where there is no whole frame yet.
        FrameHeaderData frame = super.parseFrame(data);
        boolean goesOn = frame == null ? begun : ((Http2FrameHeaderParser) frame).getContinuationParser() != null;
        if (goesOn && deadline == null) {
            deadline = getIoThread()
                    .executeAfter(
                            () -> IoUtils.safeClose(getUnderlyingConnection()), headMillis, TimeUnit.MILLISECONDS);
        } else if (frame != null && !goesOn) {
            stopTime();
        }
        return frame;
    }

    /** Else the I/O thread would keep a closed channel until its time is over. */
    private synchronized void stopTime() {
        if (deadline != null) deadline.remove();
        deadline = null;
    }
}
