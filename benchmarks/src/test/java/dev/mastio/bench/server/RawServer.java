package dev.mastio.bench.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A plain socket that lets a test decide byte by byte what a connection gets. */
public final class RawServer implements AutoCloseable {

    /** One connection; it is closed when this returns. */
    @FunctionalInterface
    public interface Script {
        /** Plays the server; {@code number} counts connections from 1. */
        void play(Client client, int number) throws IOException;
    }

    private final ServerSocket socket;
    private final AtomicInteger accepted = new AtomicInteger();

    public RawServer(Script script) {
        try {
            socket = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> accept(script));
    }

    /** An address where nothing listens. */
    public static URI nobody() {
        // Below the range that free ports come from; never listened on, so nothing has to end first.
        return URI.create("http://127.0.0.1:1");
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    public int accepted() {
        return accepted.get();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(Script script) {
        try {
            while (true) {
                Socket client = socket.accept();
                int number = accepted.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(script, client, number));
            }
        } catch (IOException _) {
            // Closed by the test.
        }
    }

    private static void serve(Script script, Socket socket, int number) {
        try (socket) {
            script.play(new Client(socket), number);
        } catch (IOException _) {
            // The load program went first, as it may.
        }
    }

    /** The server's end of a connection. */
    public static final class Client {
        private final BufferedReader in;
        private final OutputStream out;

        private Client(Socket socket) throws IOException {
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            out = socket.getOutputStream();
        }

        /** False when the client has closed. */
        public boolean awaitRequest() throws IOException {
            String line = in.readLine();
            boolean any = line != null;
            while (line != null && !line.isEmpty()) line = in.readLine();
            return any;
        }

        public void send(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        public void sendHealthy() throws IOException {
            send("HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"status\":\"ok\"}");
        }
    }
}
