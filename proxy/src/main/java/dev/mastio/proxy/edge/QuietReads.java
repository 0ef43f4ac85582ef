package dev.mastio.proxy.edge;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Suspends reads while reading. Undertow's TLS conduit otherwise schedules its listener once more after every record, in case
 * there is more: a task, a turn of the selector and a read that finds nothing, for each request. Nothing is lost by this, for
 * when the HTTP listener resumes, the conduit looks for what it still holds before it waits for the socket.
 */
final class QuietReads extends AbstractStreamSourceConduit<StreamSourceConduit> {

    QuietReads(StreamSourceConduit next) {
        super(next);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        next.suspendReads();
        return next.read(target);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        next.suspendReads();
        return next.read(targets, offset, length);
    }
}
