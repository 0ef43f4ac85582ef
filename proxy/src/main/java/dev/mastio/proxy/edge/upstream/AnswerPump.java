package dev.mastio.proxy.edge.upstream;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;

/**
 * Brings an answer back as it comes. Unlike Undertow's own transfer it flushes whenever nothing more is there: over HTTP/2 an event would
 * otherwise wait for a full frame.
 */
final class AnswerPump {

    private final StreamSourceChannel source;
    private final StreamSinkChannel sink;
    private final ByteBufferPool buffers;
    private final Consumer<Throwable> broken;
    private @Nullable PooledByteBuffer rest;
    private boolean sourceIsDry;

    AnswerPump(StreamSourceChannel source, StreamSinkChannel sink, ByteBufferPool buffers, Consumer<Throwable> broken) {
        this.source = source;
        this.sink = sink;
        this.buffers = buffers;
        this.broken = broken;
    }

    void start() {
        ChannelListener<StreamSourceChannel> readable = _ -> go();
        ChannelListener<StreamSinkChannel> writable = _ -> go();
        source.getReadSetter().set(readable);
        sink.getWriteSetter().set(writable);
        go();
    }

    private void go() {
        try {
            while (!sourceIsDry) {
                if (!writeRest()) {
                    waitForSink();
                    return;
                }
                if (!read()) {
                    break;
                }
            }
            if (!sink.flush()) {
                sink.resumeWrites();
            } else {
                sink.suspendWrites();
            }
            if (!sourceIsDry) {
                source.resumeReads();
            }
        } catch (Throwable e) {
            release();
            broken.accept(e);
        }
    }

    /** False if nothing is there at present, or nothing will come any more. */
    private boolean read() throws IOException {
        PooledByteBuffer buffer = buffers.allocate();
        int bytes = 0;
        try {
            bytes = source.read(buffer.getBuffer());
        } finally {
            if (bytes <= 0) {
                buffer.close();
            }
        }
        if (bytes > 0) {
            buffer.getBuffer().flip();
            rest = buffer;
        } else if (bytes < 0) {
            sourceIsDry = true;
            sink.shutdownWrites();
        }
        return bytes > 0;
    }

    private boolean writeRest() throws IOException {
        PooledByteBuffer left = rest;
        if (left == null) {
            return true;
        }
        while (left.getBuffer().hasRemaining()) {
            if (sink.write(left.getBuffer()) == 0) {
                return false;
            }
        }
        release();
        return true;
    }

    private void waitForSink() {
        source.suspendReads();
        sink.resumeWrites();
    }

    private void release() {
        if (rest != null) {
            rest.close();
            rest = null;
        }
    }
}
