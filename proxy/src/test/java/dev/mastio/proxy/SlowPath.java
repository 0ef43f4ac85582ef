package dev.mastio.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A way to a server on loopback that keeps what clients say for a while before it passes it on, as a long network does. */
final class SlowPath implements AutoCloseable {

    private static final int LARGEST = 64 * 1024;

    private final Relay relay;
    private volatile Duration delay = Duration.ZERO;

    private SlowPath(int port) throws IOException {
        relay = Relay.to(port, this::pass);
    }

    /** To that port, without a delay yet. */
    static SlowPath to(int port) throws IOException {
        return new SlowPath(port);
    }

    int entrance() {
        return relay.entrance();
    }

    /** From now on each message of a client is kept for so long. */
    void delay(Duration each) {
        delay = each;
    }

    private void pass(InputStream client, OutputStream server) throws IOException {
        byte[] message = new byte[LARGEST];
        for (int length = client.read(message); length >= 0; length = client.read(message)) {
            LockSupport.parkNanos(delay.toNanos());
            server.write(message, 0, length);
        }
    }

    @Override
    public void close() throws IOException {
        relay.close();
    }
}
