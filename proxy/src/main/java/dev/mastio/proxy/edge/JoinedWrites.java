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
        int end = offset + length;
        int first = withBytes(sources, offset, end);
        long total = 0;
        while (first < end) {
            boolean asItIs = isRecord(sources, first, end);
            ByteBuffer record = asItIs ? sources[first] : joined(sources, first, end);
            int size = Math.min(record.remaining(), RECORD_BYTES);
            // What was not taken when this fails nobody sends again: the connection is over.
            int written = next.write(record);
            if (!asItIs) {
                Buffers.trySkip(sources, first, end - first, written);
            }
            total += written;
            if (written < size) {
                return total;
            }
            first = withBytes(sources, first, end);
        }
        return total;
    }

    @Override
    public long writeFinal(ByteBuffer[] sources, int offset, int length) throws IOException {
        return Conduits.writeFinalBasic(this, sources, offset, length);
    }

    /** The first of them that is not empty. */
    private static int withBytes(ByteBuffer[] sources, int from, int end) {
        int first = from;
        while (first < end && !sources[first].hasRemaining()) {
            first++;
        }
        return first;
    }

    /** Whether a buffer can go as it is: it fills a record, or nothing comes behind it. */
    private static boolean isRecord(ByteBuffer[] sources, int first, int end) {
        return sources[first].remaining() >= RECORD_BYTES || !Buffers.hasRemaining(sources, first + 1, end - first - 1);
    }

    /** The bytes that come next, as many as a record holds; the sources keep their positions. */
    private static ByteBuffer joined(ByteBuffer[] sources, int first, int end) {
        ByteBuffer record =
                ByteBuffer.allocate((int) Math.min(Buffers.remaining(sources, first, end - first), RECORD_BYTES));
        for (int i = first; record.hasRemaining(); i++) {
            ByteBuffer part = sources[i].duplicate();
            record.put(part.limit(part.position() + Math.min(part.remaining(), record.remaining())));
        }
        return record.flip();
    }
}
