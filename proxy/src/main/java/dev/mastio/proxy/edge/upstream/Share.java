package dev.mastio.proxy.edge.upstream;

import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.ops.RequestMetrics;
import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.client.UndertowClient;
import io.undertow.connector.ByteBufferPool;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.XnioIoThread;

/**
 * The connections of one I/O thread, on which all of this runs. What is lent first is what was used last: so the others grow old together and
 * are closed, and the server, which closes idle connections too, has had no time to close the one that is lent.
 */
final class Share {

    /** Servers keep idle connections for some seconds at least. */
    private static final long RECENT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final OptionMap OPTIONS = OptionMap.create(Options.TCP_NODELAY, true);

    private final Settings.Upstream settings;
    private final int limit;
    private final XnioIoThread thread;
    private final ByteBufferPool buffers;
    private final RequestMetrics metrics;
    private final Deque<UpstreamConnection> free = new ArrayDeque<>();
    private final Deque<Applicant> waiting = new ArrayDeque<>();
    private int kept;
    private boolean sweeping;
    private boolean closed;

    /** Who needs a connection. */
    interface Applicant {

        /** That one; it must be given back, also by those who no longer need it. */
        void serve(UpstreamConnection connection);

        /** None can be had. */
        void unreachable(IOException reason);

        /** Which ones will do. */
        Wish wish();

        /** Whether it would have one for long: then one beyond those that are kept. */
        boolean lasts();
    }

    /** Which connections will do. */
    enum Wish {
        /** Any: should the server just be closing it, the request is sent again. */
        ANY,
        /** One that was in use a moment ago, or a new one: the request must not be sent again. */
        RECENT,
        /** A new one: a used one has just failed. */
        NEW
    }

    Share(Settings.Upstream settings, int limit, XnioIoThread thread, ByteBufferPool buffers, RequestMetrics metrics) {
        this.settings = settings;
        this.limit = limit;
        this.thread = thread;
        this.buffers = buffers;
        this.metrics = metrics;
    }

    /** Serves the applicant now or later. */
    void ask(Applicant applicant) {
        UpstreamConnection connection = fitting(applicant.wish());
        if (connection != null) {
            lend(connection, applicant);
        } else if (applicant.lasts() || kept < limit || makeRoom()) {
            open(applicant);
        } else {
            waiting.addLast(applicant);
        }
    }

    /** True if the applicant was still waiting for others to give one back; then it is no longer. */
    boolean withdraw(Applicant applicant) {
        return waiting.remove(applicant);
    }

    /** @param clean whether the last answer and its request are through to their last bytes */
    void giveBack(UpstreamConnection connection, boolean clean) {
        boolean usable = clean
                && !closed
                && connection.isOpen()
                && !connection.channel().isUpgraded()
                && connection.requests() < settings.requestsPerConnection();
        if (!usable || !keep(connection)) {
            drop(connection);
        } else if (waiting.isEmpty()) {
            connection.freeSince(System.nanoTime());
            free.addFirst(connection);
            sweepLater(settings.idle().toNanos());
        } else {
            Applicant next = waiting.removeFirst();
            // Not now: the exchange that gives it back is still about to end.
            later(() -> lendIfStillOpen(connection, next));
        }
    }

    private void lendIfStillOpen(UpstreamConnection connection, Applicant next) {
        if (connection.isOpen()) {
            lend(connection, next);
        } else {
            drop(connection);
            ask(next);
        }
    }

    void close() {
        closed = true;
        while (!free.isEmpty()) {
            drop(free.removeFirst());
        }
    }

    private @Nullable UpstreamConnection fitting(Wish wish) {
        while (wish != Wish.NEW && !free.isEmpty()) {
            UpstreamConnection latest = free.getFirst();
            if (latest.isOpen() && wish == Wish.RECENT && latest.freeNanos(System.nanoTime()) > RECENT_NANOS) {
                return null;
            }
            free.removeFirst();
            if (latest.isOpen()) {
                return latest;
            }
            drop(latest);
        }
        return null;
    }

    /** By closing what nobody has used for longest. */
    private boolean makeRoom() {
        if (free.isEmpty()) {
            return false;
        }
        drop(free.removeLast());
        return true;
    }

    private void lend(UpstreamConnection connection, Applicant applicant) {
        if (applicant.lasts() && connection.isCounted()) {
            connection.count(false);
            kept--;
        }
        connection.lent();
        applicant.serve(connection);
    }

    /** True if it is one of those that are kept, by now or already. */
    private boolean keep(UpstreamConnection connection) {
        if (!connection.isCounted() && kept < limit) {
            connection.count(true);
            kept++;
        }
        return connection.isCounted();
    }

    private void drop(UpstreamConnection connection) {
        if (connection.isCounted()) {
            connection.count(false);
            kept--;
            // Not now: who opens another for the next in line may fail at once, and that for all in line, one inside
            // the other.
            later(this::admitNext);
        }
        connection.close();
    }

    private void admitNext() {
        if (kept < limit && !waiting.isEmpty()) {
            open(waiting.removeFirst());
        }
    }

    private void later(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            // The thread is ending, and all connections with it.
        }
    }

    private void open(Applicant applicant) {
        boolean counted = !applicant.lasts();
        if (counted) {
            kept++;
        }
        Opening opening = new Opening(applicant, counted);
        try {
            UndertowClient.getInstance().connect(opening, settings.url(), thread, buffers, OPTIONS);
        } catch (RuntimeException e) {
            // A name that nobody knows is said so.
            opening.failed(new IOException(e));
        }
    }

    private final class Opening implements ClientCallback<ClientConnection> {

        private final Applicant applicant;
        private final boolean counted;

        Opening(Applicant applicant, boolean counted) {
            this.applicant = applicant;
            this.counted = counted;
        }

        @Override
        public void completed(ClientConnection channel) {
            UpstreamConnection connection = new UpstreamConnection(channel, counted);
            metrics.upstreamConnected();
            channel.addCloseListener(gone -> {
                metrics.upstreamDisconnected();
                if (free.remove(connection)) {
                    drop(connection);
                }
            });
            lend(connection, applicant);
        }

        @Override
        public void failed(IOException reason) {
            if (counted) {
                kept--;
                later(Share.this::admitNext);
            }
            applicant.unreachable(reason);
        }
    }

    private void sweepLater(long nanos) {
        if (!sweeping) {
            sweeping = true;
            thread.executeAfter(this::sweep, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void sweep() {
        sweeping = false;
        long limitNanos = settings.idle().toNanos();
        long now = System.nanoTime();
        while (!free.isEmpty()) {
            long left = limitNanos - free.getLast().freeNanos(now);
            if (left > 0) {
                sweepLater(left);
                return;
            }
            drop(free.removeLast());
        }
    }
}
