package dev.mastio.proxy.edge;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.Buffers;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Hands what comes in several buffers, head and body of an answer, say, to TLS in one, a record at a time. Conscrypt's engines join several by
 * themselves, but in a buffer outside the heap that each of them makes for itself and keeps beyond its connection's end, until a collection of
 * all the heap finds it: hundreds of those lay about at a time.
 */
final class JoinedWrites extends AbstractStreamSinkConduit<StreamSinkConduit> {

    /** What a TLS record holds at most. */
    private static final int RECORD_BYTES = 16 * 1024;

    JoinedWrites(StreamSinkConduit next) {
        super(next);
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        long total = 0;
        while (true) {
            ByteBuffer record = next(sources, offset, length);
            int size = record.remaining();
            if (size == 0) {
                return total;
            }
            // The sources stay as they are if this fails: nothing of them has gone then.
            int written = next.write(record);
            skip(sources, offset, written);
            total += written;
            if (written < size) {
                return total;
            }
        }
    }

    @Override
    public long writeFinal(ByteBuffer[] sources, int offset, int length) throws IOException {
        return Conduits.writeFinalBasic(this, sources, offset, length);
    }

    /** The bytes that come next, as many as a record holds; the sources keep their positions. */
    private static ByteBuffer next(ByteBuffer[] sources, int offset, int length) {
        int size = (int) Math.min(Buffers.remaining(sources, offset, length), RECORD_BYTES);
        ByteBuffer record = ByteBuffer.allocate(size);
        for (int i = offset; record.hasRemaining(); i++) {
            ByteBuffer part = sources[i].duplicate();
            record.put(part.limit(Math.min(part.limit(), part.position() + record.remaining())));
        }
        return record.flip();
    }

    private static void skip(ByteBuffer[] sources, int offset, int bytes) {
        int left = bytes;
        for (int i = offset; left > 0; i++) {
            int part = Math.min(left, sources[i].remaining());
            sources[i].position(sources[i].position() + part);
            left -= part;
        }
    }
}
