package dev.mastio.proxy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that does with each request what a test says, byte by byte; what no well-behaved server does. */
final class RawServer implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final Behaviour behaviour;

    /** What is done about one request. */
    @FunctionalInterface
    interface Behaviour {

        /**
         * Answers, or not.
         *
         * @param ofConnection the how many-th request of its connection, from 1
         * @return whether to read another request from the same connection, which is closed otherwise
         */
        boolean answer(int ofConnection, OutputStream out) throws IOException;
    }

    RawServer(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    /** How many of them are still there, as far as its reading has told. */
    int open() {
        return open.get();
    }

    int requests() {
        return requests.get();
    }

    static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                connections.incrementAndGet();
                open.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket client) {
        try (client) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            for (int request = 1; readHead(in); request++) {
                requests.incrementAndGet();
                if (!behaviour.answer(request, client.getOutputStream())) {
                    return;
                }
            }
        } catch (IOException gone) {
            // The edge closed it.
        } finally {
            open.decrementAndGet();
        }
    }

    private static boolean readHead(BufferedReader in) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
