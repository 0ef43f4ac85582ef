package dev.mastio.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A way to a server on loopback that passes its answers on, and what clients say as a test wants it. */
public final class Relay implements AutoCloseable {

    private final ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int port;
    private final Passing asked;

    private Relay(int port, Passing asked) throws IOException {
        this.port = port;
        this.asked = asked;
    }

    /** How what one client says reaches the server, until it has said all. */
    @FunctionalInterface
    public interface Passing {
        /** Passes it on. */
        void pass(InputStream client, OutputStream server) throws IOException;
    }

    /** To the server on that port. */
    public static Relay to(int port, Passing asked) throws IOException {
        Relay relay = new Relay(port, asked);
        Thread.startVirtualThread(relay::accept);
        return relay;
    }

    /** Where clients come in. */
    public int entrance() {
        return entrance.getLocalPort();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                connect(entrance.accept());
            } catch (IOException closedOrUnreachable) {
                // Whoever wanted to come in is told by the connection that ends.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread.startVirtualThread(() -> pass(client, server, asked));
            Thread.startVirtualThread(() -> pass(server, client, InputStream::transferTo));
        } catch (IOException unreachable) {
            client.close();
            throw unreachable;
        }
    }

    private static void pass(Socket from, Socket to, Passing passing) {
        try (from;
                to) {
            passing.pass(from.getInputStream(), to.getOutputStream());
        } catch (IOException ended) {
            // Both sides end together.
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }
}
