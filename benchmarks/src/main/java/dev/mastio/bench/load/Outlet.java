package dev.mastio.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Writes to a socket and keeps what the socket does not take. Requests are small, so keeping is rare. */
final class Outlet {

    private final SocketChannel channel;
    private @Nullable ByteBuffer kept;
    private long bytesOut;

    Outlet(SocketChannel channel) {
        this.channel = channel;
    }

    void write(ByteBuffer bytes) throws IOException {
        if (kept == null) bytesOut += channel.write(bytes);
        if (bytes.hasRemaining()) keep(bytes);
    }

    /** True when all is out. */
    boolean flush() throws IOException {
        if (kept == null) return true;
        bytesOut += channel.write(kept);
        if (kept.hasRemaining()) return false;
        kept = null;
        return true;
    }

    long bytesOut() {
        return bytesOut;
    }

    private void keep(ByteBuffer bytes) {
        int before = kept == null ? 0 : kept.remaining();
        ByteBuffer all = ByteBuffer.allocate(before + bytes.remaining());
        if (kept != null) all.put(kept);
        kept = all.put(bytes).flip();
    }
}
