package dev.mastio.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thread and its connections: waits for sockets and for due times, and lends its buffers to the connections. */
final class EventLoop {

    /** One TLS record with its frame. */
    private static final int RECORD = 17 * 1024;

    private static final long TIMEOUT_CHECK_NANOS = 50_000_000;

    private final Selector selector;
    private final Meter meter = new Meter();
    private final Target target;
    private final @Nullable TlsClient tls;
    private final List<Endpoint> endpoints;
    private final List<Connection> connections = new ArrayList<>();
    private final ByteBuffer records;
    private final ByteBuffer plain;
    private final byte[] scratch = new byte[RECORD];
    private volatile boolean stopping;
    private volatile int users;
    private volatile int peakUsers;
    private int pending;

    EventLoop(Target target, @Nullable TlsClient tls) {
        this.target = target;
        this.tls = tls;
        this.endpoints =
                target.bases().stream().map(base -> Endpoint.of(base, target)).toList();
        this.records = buffer();
        this.plain = buffer();
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("no selector: the limit of open files may be reached", e);
        }
    }

    Meter meter() {
        return meter;
    }

    int users() {
        return users;
    }

    int peakUsers() {
        return peakUsers;
    }

    /** From any thread: nothing new is started; what is under way may end. */
    void stop() {
        stopping = true;
        selector.wakeup();
    }

    boolean stopping() {
        return stopping;
    }

    /** Returns when the dispatcher has ended and every request under way has been answered or has timed out. */
    void run(Dispatcher dispatcher) {
        try (selector) {
            long nextCheck = System.nanoTime();
            while (!dispatcher.ended() || pending > 0) {
                long now = System.nanoTime();
                if (stopping) dispatcher.stop(now);
                long due = dispatcher.tick(now);
                if (users != dispatcher.users()) show(dispatcher.users());
                if (now - nextCheck >= 0) {
                    connections.forEach(connection -> connection.checkTimeout(now));
                    nextCheck = now + TIMEOUT_CHECK_NANOS;
                }
                await(Math.min(due - now, nextCheck - now));
            }
            users = 0;
            connections.forEach(Connection::close);
        } catch (IOException e) {
            throw new UncheckedIOException("the selector failed", e);
        }
    }

    /** A connection of this loop, not opened yet; the addresses take turns. */
    Connection connection(int index, Connection.Owner owner) {
        Connection connection = new Connection(this, endpoints.get(index % endpoints.size()), target, owner);
        connections.add(connection);
        return connection;
    }

    Wire wire(SocketChannel channel, Endpoint endpoint) throws IOException {
        return tls == null
                ? new PlainWire(channel, buffer())
                : new TlsWire(
                        channel, tls.engine(endpoint.host(), endpoint.port()), tls.buffer(RECORD), records, plain);
    }

    SelectionKey register(SocketChannel channel, int interest, Connection connection) throws IOException {
        return channel.register(selector, interest, connection);
    }

    /** For plain text on its way to the parser; free again when the call that borrowed it ends. */
    ByteBuffer plain() {
        return plain;
    }

    byte[] scratch() {
        return scratch;
    }

    void requestBegan() {
        pending++;
    }

    void requestEnded() {
        pending--;
    }

    private void show(int now) {
        users = now;
        peakUsers = Math.max(peakUsers, now);
    }

    /** Selectors count whole milliseconds; half of one early or late is as good as it gets without spinning. */
    private void await(long nanos) throws IOException {
        long millis = (nanos + 500_000) / 1_000_000;
        if (millis > 0) selector.select(EventLoop::handle, millis);
        else selector.selectNow(EventLoop::handle);
    }

    private static void handle(SelectionKey key) {
        // A key may have been cancelled by another one's turn in the same round.
        if (key.isValid() && key.attachment() instanceof Connection connection) connection.ready(key);
    }

    private ByteBuffer buffer() {
        return tls == null ? ByteBuffer.allocateDirect(RECORD) : tls.buffer(RECORD);
    }
}
