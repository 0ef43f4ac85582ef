package dev.mastio.bench.load;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One client connection that carries one request at a time, and is opened again whenever a request finds it closed.
 *
 * <p>Servers close connections, by {@code Connection: close} or by simply closing an idle one. Neither is an error. A request that meets a
 * connection closed under it before any byte of an answer is sent once more on a new one, as every client does with a GET.
 */
final class Connection {

    /** Told when the connection is free for the next request. */
    interface Owner {
        void free(Connection connection, boolean succeeded, long now);
    }

    /** Due when it is sent: the closed model. */
    static final long ON_SENDING = Long.MIN_VALUE;

    private enum State {
        CLOSED,
        CONNECTING,
        HANDSHAKING,
        READY
    }

    private final EventLoop loop;
    private final Endpoint endpoint;
    private final Expectation expectation;
    private final long timeoutNanos;
    private final Owner owner;
    private final ResponseParser parser;

    private State state = State.CLOSED;
    private @Nullable Wire wire;
    private @Nullable SelectionKey key;
    private boolean pending;
    private boolean retried;
    private boolean reused;
    private long due;
    private long startedAt;
    private long deadline;
    private int nextRequest;

    Connection(EventLoop loop, Endpoint endpoint, Target target, Owner owner) {
        this.loop = loop;
        this.endpoint = endpoint;
        this.expectation = target.expectation();
        this.timeoutNanos = target.timeout().toNanos();
        this.owner = owner;
        this.parser = new ResponseParser(new Needle(expectation.bodyContains()));
    }

    /** Opens it ahead of its first request. */
    void open(long now) {
        deadline = now + timeoutNanos;
        if (state == State.CLOSED) connect();
    }

    /** Whether it is still being opened. */
    boolean opening() {
        return state == State.CONNECTING || state == State.HANDSHAKING;
    }

    /** @param due the time from which latency counts, or {@link #ON_SENDING} */
    void request(long due, long now) {
        this.due = due;
        pending = true;
        retried = false;
        startedAt = due;
        deadline = now + timeoutNanos;
        loop.requestBegan();
        if (state == State.READY) send(now);
        else if (state == State.CLOSED) connect();
    }

    void ready(SelectionKey ready) {
        Wire before = wire;
        try {
            if (ready.isConnectable()) connected((SocketChannel) ready.channel());
            else if (before != null) {
                if (ready.isWritable() && before.flush()) ready.interestOps(SelectionKey.OP_READ);
                if (ready.isReadable()) receive(before);
            }
        } catch (IOException e) {
            broken(e);
        }
    }

    void checkTimeout(long now) {
        if (now - deadline < 0) return;
        if (pending) fail(Failure.TIMEOUT, now);
        else if (opening()) close();
    }

    void close() {
        Wire closing = wire;
        SelectionKey cancelling = key;
        wire = null;
        key = null;
        state = State.CLOSED;
        if (closing != null) {
            closing.close();
            loop.meter().transferred(closing.bytesIn(), closing.bytesOut());
        }
        if (cancelling != null) {
            try {
                cancelling.channel().close();
            } catch (IOException _) {
                // The socket is gone one way or the other.
            }
        }
    }

    private void connect() {
        state = State.CONNECTING;
        reused = false;
        try {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            boolean done = channel.connect(endpoint.address());
            key = loop.register(channel, done ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
            if (done) connected(channel);
        } catch (IOException e) {
            broken(e);
        }
    }

    private void connected(SocketChannel channel) throws IOException {
        if (!channel.finishConnect()) return;
        if (key != null) key.interestOps(SelectionKey.OP_READ);
        loop.meter().connected();
        state = State.HANDSHAKING;
        Wire opened = loop.wire(channel, endpoint);
        wire = opened;
        shakeHands(opened);
    }

    private boolean shakeHands(Wire opened) throws IOException {
        if (!opened.handshake()) {
            watchWrites(opened);
            return false;
        }
        state = State.READY;
        if (pending) send(System.nanoTime());
        return true;
    }

    private void send(long now) {
        Wire open = wire;
        if (open == null) throw new IllegalStateException("a connection is ready without a socket");
        if (due == ON_SENDING && !retried) startedAt = now;
        parser.reset();
        try {
            open.write(endpoint.requests().get(nextRequest).rewind());
            watchWrites(open);
        } catch (IOException e) {
            broken(e);
        }
    }

    private void watchWrites(Wire open) throws IOException {
        if (!open.flush() && key != null) key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }

    private void receive(Wire open) throws IOException {
        boolean more = open.fill();
        if (state != State.HANDSHAKING || shakeHands(open)) take(open);
        if (!more && wire == open) endOfStream();
    }

    private void take(Wire open) throws IOException {
        ByteBuffer plain = loop.plain();
        while (wire == open && open.next(plain)) {
            if (!pending) {
                // Such as a 408 that a server says before it closes an idle connection.
                close();
                return;
            }
            int length = plain.remaining();
            byte[] data = loop.scratch();
            plain.get(data, 0, length);
            int end = parser.feed(data, 0, length);
            if (parser.done()) answered(end == length);
        }
    }

    private void answered(boolean exactly) {
        long now = System.nanoTime();
        boolean succeeded = parser.status() == expectation.status() && parser.bodyMatches();
        if (succeeded) loop.meter().succeeded(now - startedAt);
        else
            loop.meter()
                    .failed(parser.status() == expectation.status() ? Failure.BODY : Failure.STATUS, now - startedAt);
        reused = true;
        if (!parser.keepAlive() || !exactly) close();
        end(succeeded, now);
    }

    private void endOfStream() {
        parser.endOfStream();
        if (pending && parser.done()) answered(true);
        else broken(new IOException("closed by the server"));
    }

    private void broken(IOException cause) {
        State during = state;
        boolean unanswered = pending && reused && !retried && !parser.started();
        if (unanswered) {
            close();
            retried = true;
            loop.meter().retried();
            connect();
        } else if (pending) {
            Failure why = reason(during, cause);
            loop.meter().example(why, String.valueOf(cause.getMessage()));
            fail(why, System.nanoTime());
        } else {
            close();
        }
    }

    private static Failure reason(State during, IOException cause) {
        return switch (during) {
            case CONNECTING, CLOSED -> Failure.CONNECT;
            case HANDSHAKING -> cause instanceof SSLException ? Failure.TLS : Failure.CONNECT;
            case READY -> cause instanceof ProtocolException ? Failure.PROTOCOL : Failure.CLOSED;
        };
    }

    private void fail(Failure why, long now) {
        close();
        if (startedAt == ON_SENDING) loop.meter().failed(why);
        else loop.meter().failed(why, now - startedAt);
        end(false, now);
    }

    private void end(boolean succeeded, long now) {
        pending = false;
        nextRequest = (nextRequest + 1) % endpoint.requests().size();
        loop.requestEnded();
        owner.free(this, succeeded, now);
    }
}
