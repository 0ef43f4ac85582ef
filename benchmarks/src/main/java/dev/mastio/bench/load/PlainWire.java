package dev.mastio.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** HTTP without TLS. */
final class PlainWire implements Wire {

    private final Outlet outlet;
    private final SocketChannel channel;
    private final ByteBuffer in;
    private long bytesIn;

    PlainWire(SocketChannel channel, ByteBuffer in) {
        this.channel = channel;
        this.outlet = new Outlet(channel);
        this.in = in.clear().limit(0);
    }

    @Override
    public boolean handshake() {
        return true;
    }

    @Override
    public boolean fill() throws IOException {
        in.compact();
        int count = channel.read(in);
        in.flip();
        bytesIn += Math.max(count, 0);
        return count >= 0;
    }

    @Override
    public boolean next(ByteBuffer into) {
        if (!in.hasRemaining()) return false;
        into.clear();
        int length = Math.min(in.remaining(), into.remaining());
        into.put(in.slice(in.position(), length));
        in.position(in.position() + length);
        into.flip();
        return true;
    }

    @Override
    public void write(ByteBuffer plain) throws IOException {
        outlet.write(plain);
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

    @Override
    public void close() {}
}
