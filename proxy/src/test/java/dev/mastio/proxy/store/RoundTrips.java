package dev.mastio.proxy.store;

import dev.mastio.proxy.Relay;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A way to a Postgres on loopback that takes down what each round trip asks for, and can hold them back. */
public final class RoundTrips implements AutoCloseable {

    private final Relay relay;
    private final List<List<String>> asked = new CopyOnWriteArrayList<>();
    private boolean holding;
    private int held;

    private RoundTrips(int port) throws IOException {
        relay = Relay.to(
                port,
                (client, server) ->
                        new Conversation(new DataInputStream(new BufferedInputStream(client)), server).run());
    }

    /** To the server on that port. */
    public static RoundTrips to(int port) throws IOException {
        return new RoundTrips(port);
    }

    /** Where clients come in. */
    public int entrance() {
        return relay.entrance();
    }

    /** The statements of each round trip so far; those by which connections and pools look after themselves are left out. */
    public List<List<String>> asked() {
        return asked.stream().filter(trip -> !isOfAPool(trip)).toList();
    }

    private static boolean isOfAPool(List<String> trip) {
        String first = trip.isEmpty() ? "" : trip.getFirst();
        return first.isEmpty() || first.startsWith("SET ") || first.equals("SHOW TRANSACTION ISOLATION LEVEL");
    }

    /** What comes from now on counts. */
    public void forget() {
        asked.clear();
    }

    /** From now on round trips wait, until they are released. */
    public synchronized void hold() {
        holding = true;
    }

    /** How many wait. */
    public synchronized int held() {
        return held;
    }

    /** Lets those that wait go on, and all others. */
    public synchronized void release() {
        holding = false;
        notifyAll();
    }

    private synchronized void pass() throws IOException {
        held++;
        try {
            while (holding) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        } finally {
            held--;
        }
    }

    /** What one client says: messages of the frontend, the last of which in each round trip asks for an answer. */
    private final class Conversation {

        private static final int SSL_REQUEST = 80_877_103;

        private final DataInputStream in;
        private final OutputStream out;
        private final Map<String, String> prepared = new HashMap<>();
        private final List<String> trip = new ArrayList<>();
        private final ByteArrayOutputStream messages = new ByteArrayOutputStream();

        Conversation(DataInputStream in, OutputStream out) {
            this.in = in;
            this.out = out;
        }

        void run() throws IOException {
            while (isNotTheStartup(body())) {
                send();
            }
            send();
            for (int type = in.read(); type >= 0; type = in.read()) {
                messages.write(type);
                take((char) type, body());
            }
        }

        /** Before it, clients ask whether they may encrypt. */
        private static boolean isNotTheStartup(ByteBuffer body) {
            return body.getInt() == SSL_REQUEST;
        }

        private void take(char type, ByteBuffer body) throws IOException {
            switch (type) {
                case 'P' -> prepared.put(text(body), text(body));
                case 'B' -> {
                    text(body);
                    trip.add(prepared.getOrDefault(text(body), "?"));
                }
                case 'Q' -> trip.add(text(body));
                default -> {}
            }
            // The driver does not wait for the answer to that, but sends what begins with it in the same breath.
            boolean begins = type == 'Q' && trip.getLast().equals("BEGIN");
            if (type == 'S' || (type == 'Q' && !begins)) {
                asked.add(List.copyOf(trip));
                trip.clear();
                pass();
                send();
            } else if (type == 'p' || type == 'X') {
                send();
            }
        }

        private ByteBuffer body() throws IOException {
            int length = in.readInt();
            byte[] body = in.readNBytes(length - Integer.BYTES);
            messages.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
            messages.writeBytes(body);
            return ByteBuffer.wrap(body);
        }

        private void send() throws IOException {
            messages.writeTo(out);
            messages.reset();
        }

        private static String text(ByteBuffer body) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            for (byte next = body.get(); next != 0; next = body.get()) {
                text.write(next);
            }
            return text.toString(StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        release();
        relay.close();
    }
}
