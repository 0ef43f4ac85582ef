package io.undertow.protocols.http2;

import io.undertow.server.protocol.framed.SendFrameHeader;
import io.undertow.util.ImmediatePooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.ChannelListeners;

/**
 * The first of the two GOAWAY frames of a graceful shutdown (RFC 9113, 6.8): "open no more streams", with the highest
 * possible stream id, so that no stream is cut off.
 *
 * <p>Undertow's own {@link Http2Channel#sendGoAway} closes the connection as soon as the frame is out, along with the streams
 * under way. Frames can only be made by classes of this package, hence this one here; everything else of the kind is {@code
 * dev.mastio.proxy.edge}.
 */
public final class ShutdownNotice extends Http2NoDataStreamSinkChannel {

    private static final int FRAME_LENGTH_AND_TYPE = 8 << 8 | Http2Channel.FRAME_TYPE_GOAWAY;
    private static final int FRAME_BYTES = 9 + 8;

    private ShutdownNotice(Http2Channel channel) {
        super(channel);
    }

    /** Sends the notice; the channel goes on as before. */
    public static void send(Http2Channel channel) throws IOException {
        ShutdownNotice notice = new ShutdownNotice(channel);
        notice.shutdownWrites();
        if (!notice.flush()) {
            notice.getWriteSetter().set(ChannelListeners.flushingChannelListener(null, null));
            notice.resumeWrites();
        }
    }

    @Override
    protected SendFrameHeader createFrameHeader() {
        ByteBuffer frame = ByteBuffer.allocate(FRAME_BYTES)
                .putInt(FRAME_LENGTH_AND_TYPE)
                .put((byte) 0)
                .putInt(0)
                .putInt(Integer.MAX_VALUE)
                .putInt(Http2Channel.ERROR_NO_ERROR)
                .flip();
        return new SendFrameHeader(new ImmediatePooledByteBuffer(frame));
    }
}
