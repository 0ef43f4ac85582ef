package io.undertow.protocols.http2;

import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.protocol.framed.FrameHeaderData;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;

/**
 * A server's side of HTTP/2 that is as strict as Undertow's own (2.4.4) is not. It is closed when a client begins a request's head, or
 * any frame, and does not end it in {@link UndertowOptions#REQUEST_PARSE_TIMEOUT}: Undertow takes that option, but never starts the time,
 * so a head in ever more CONTINUATION frames would have no end. And nobody sees a head before its end is there, nor one that is {@link
 * MalformedHead malformed}, nor fields that come after the body: Undertow puts both of these into a head that may have been judged by
 * then.
 *
 * <p>What shows all that is for this package alone, hence the place of this class.
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
    @SuppressWarnings("NullAway") // Undertow's may return null too, but is in a package that we say the contrary of
    protected @Nullable FrameHeaderData parseFrame(ByteBuffer data) throws IOException {
        boolean begun = data.hasRemaining();
        // Null where there is no whole frame yet.
        Http2FrameHeaderParser frame = parsed(data);
        boolean goesOn = frame == null ? begun : frame.getContinuationParser() != null;
        if (goesOn && deadline == null) {
            deadline = getIoThread()
                    .executeAfter(
                            () -> IoUtils.safeClose(getUnderlyingConnection()), headMillis, TimeUnit.MILLISECONDS);
        } else if (frame != null && !goesOn) {
            stopTime();
        }
        if (frame == null || goesOn) {
            return null;
        }
        if (frame.type == FRAME_TYPE_SETTINGS
                && (frame.flags & SETTINGS_FLAG_ACK) != 0
                && frame.getActualLength() > 0) {
            throw new ConnectionErrorException(ERROR_FRAME_SIZE_ERROR);
        }
        if (frame.getParser() instanceof Http2HeadersParser late && getIncomingStream(frame.streamId) != null) {
            late.getHeaderMap().clear();
        }
        return frame;
    }

    private @Nullable Http2FrameHeaderParser parsed(ByteBuffer data) throws IOException {
        try {
            return (Http2FrameHeaderParser) super.parseFrame(data);
        } catch (RuntimeException e) {
            // An index of a field that is not there, for example. Whose fault it is would be logged as ours.
            throw new ConnectionErrorException(ERROR_PROTOCOL_ERROR, e);
        }
    }

    @Override
    @SuppressWarnings("NullAway") // as above
    protected @Nullable AbstractHttp2StreamSourceChannel createChannel(FrameHeaderData frame, PooledByteBuffer data)
            throws IOException {
        Http2FrameHeaderParser parsed = (Http2FrameHeaderParser) frame;
        boolean malformed = parsed.getParser() instanceof Http2HeadersParser head
                && MalformedHead.is(head.getHeaderMap(), head.isHeadersEndStream());
        if (malformed) {
            // Which Undertow would read as a number, for a stream that is refused anyway.
            ((Http2HeadersParser) parsed.getParser()).getHeaderMap().remove(Headers.CONTENT_LENGTH);
        }
        AbstractHttp2StreamSourceChannel channel = super.createChannel(frame, data);
        if (malformed && channel instanceof Http2StreamSourceChannel) {
            channel.rstStream(ERROR_PROTOCOL_ERROR);
            sendRstStream(parsed.streamId, ERROR_PROTOCOL_ERROR);
            return null;
        }
        return channel;
    }

    /** Else the I/O thread would keep a closed channel until its time is over. */
    private synchronized void stopTime() {
        if (deadline != null) deadline.remove();
        deadline = null;
    }
}
