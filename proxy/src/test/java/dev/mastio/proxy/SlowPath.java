package dev.mastio.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A way to a server on loopback that keeps what clients say for a while before it passes it on, as a long network does. */
final class SlowPath implements AutoCloseable {

    private static final int LARGEST = 64 * 1024;

    private final ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int port;
    private volatile Duration delay = Duration.ZERO;

    private SlowPath(int port) throws IOException {
        this.port = port;
    }

    /** To that port, without a delay yet. */
    static SlowPath to(int port) throws IOException {
        SlowPath path = new SlowPath(port);
        Thread.startVirtualThread(path::accept);
        return path;
    }

    int entrance() {
        return entrance.getLocalPort();
    }

    /** From now on each message of a client is kept for so long. */
    void delay(Duration each) {
        delay = each;
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                Thread.startVirtualThread(() -> pass(client, server, true));
                Thread.startVirtualThread(() -> pass(server, client, false));
            } catch (IOException closedOrUnreachable) {
                // Whoever wanted to come in is told by the connection that ends.
            }
        }
    }

    private void pass(Socket from, Socket to, boolean slowly) {
        byte[] message = new byte[LARGEST];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(message); length >= 0; length = in.read(message)) {
                if (slowly) LockSupport.parkNanos(delay.toNanos());
                out.write(message, 0, length);
            }
        } catch (IOException ended) {
            // Both sides end together.
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }
}
