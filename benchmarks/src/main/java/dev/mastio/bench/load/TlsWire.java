package dev.mastio.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** TLS over a socket. The buffer for outgoing records is shared by all connections of a thread: what the socket does not take is copied out of it. */
final class TlsWire implements Wire {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final Outlet outlet;
    private final SSLEngine engine;
    private final ByteBuffer in;
    private final ByteBuffer out;
    private final ByteBuffer early;
    private long bytesIn;
    private boolean ready;

    /**
     * @param in for what arrives, this connection's own
     * @param out for what leaves, shared
     * @param early takes application data that arrives during a handshake, which HTTP/1.1 servers do not send: shared, thrown away
     */
    TlsWire(SocketChannel channel, SSLEngine engine, ByteBuffer in, ByteBuffer out, ByteBuffer early)
            throws SSLException {
        this.channel = channel;
        this.outlet = new Outlet(channel);
        this.engine = engine;
        this.in = in.clear().limit(0);
        this.out = out;
        this.early = early;
        engine.beginHandshake();
    }

    @Override
    public boolean handshake() throws IOException {
        while (!ready) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> wrap(NOTHING);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    SSLEngineResult result = unwrap(early.clear());
                    if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) return false;
                    if (result.getStatus() == SSLEngineResult.Status.CLOSED)
                        throw new SSLException("the server ended the handshake");
                }
                case FINISHED, NOT_HANDSHAKING -> ready = true;
            }
        }
        return true;
    }

    @Override
    public boolean fill() throws IOException {
        if (in.hasRemaining()) in.compact();
        else in.clear();
        int count = channel.read(in);
        in.flip();
        bytesIn += Math.max(count, 0);
        return count >= 0;
    }

    @Override
    public boolean next(ByteBuffer into) throws IOException {
        while (in.hasRemaining()) {
            into.clear();
            SSLEngineResult result = unwrap(into);
            HandshakeStatus status = result.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) runTasks();
            else if (status == HandshakeStatus.NEED_WRAP && !engine.isOutboundDone()) wrap(NOTHING);
            if (into.position() > 0) {
                into.flip();
                return true;
            }
            if (result.getStatus() != SSLEngineResult.Status.OK) return false;
        }
        return false;
    }

    @Override
    public void write(ByteBuffer plain) throws IOException {
        while (plain.hasRemaining()) {
            if (wrap(plain).getStatus() == SSLEngineResult.Status.CLOSED)
                throw new SSLException("the server has ended the session");
        }
    }

    @Override
    public boolean flush() throws IOException {
        return outlet.flush();
    }

    @Override
    public long bytesIn() {
        return bytesIn;
    }

    @Override
    public long bytesOut() {
        return outlet.bytesOut();
    }

    /** Says good-bye as far as the socket takes it, and frees the engine's native memory now: the collector would come late, the heap is small. */
    @Override
    public void close() {
        try {
            engine.closeOutbound();
            if (ready) wrap(NOTHING);
            engine.closeInbound();
        } catch (IOException _) {
            // The server went first, or without a good-bye; either way nothing is left to do.
        }
    }

    private SSLEngineResult unwrap(ByteBuffer into) throws SSLException {
        SSLEngineResult result = engine.unwrap(in, into);
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW)
            throw new SSLException("a TLS record is larger than the protocol allows");
        return result;
    }

    private SSLEngineResult wrap(ByteBuffer plain) throws IOException {
        out.clear();
        SSLEngineResult result = engine.wrap(plain, out);
        outlet.write(out.flip());
        return result;
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) task.run();
    }
}
