package dev.mastio.proxy.edge;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Suspends reads while there is something to read. Undertow's TLS conduit otherwise schedules its listener once more after every
 * record, in case there is more: a task, a turn of the selector and a read that finds nothing, for each request. Nothing is lost
 * by this, for when the HTTP listener resumes, the conduit looks for what it still holds before it waits for the socket.
 *
 * <p>Whoever finds nothing waits again, as it would without this: Undertow, waiting for a client's last word before it closes, does
 * not resume by itself.
 */
final class QuietReads extends AbstractStreamSourceConduit<StreamSourceConduit> {

    private boolean suspendedHere;

    QuietReads(StreamSourceConduit next) {
        super(next);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        suspendForNow();
        int read = next.read(target);
        resumeAfter(read);
        return read;
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        suspendForNow();
        long read = next.read(targets, offset, length);
        resumeAfter(read);
        return read;
    }

    @Override
    public void suspendReads() {
        suspendedHere = false;
        next.suspendReads();
    }

    @Override
    public void resumeReads() {
        suspendedHere = false;
        next.resumeReads();
    }

    @Override
    public void wakeupReads() {
        suspendedHere = false;
        next.wakeupReads();
    }

    private void suspendForNow() {
        if (next.isReadResumed()) {
            suspendedHere = true;
            next.suspendReads();
        }
    }

    private void resumeAfter(long read) {
        if (read == 0 && suspendedHere) {
            suspendedHere = false;
            next.resumeReads();
        }
    }
}
