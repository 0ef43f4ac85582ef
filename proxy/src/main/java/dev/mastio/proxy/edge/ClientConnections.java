package dev.mastio.proxy.edge;

import dev.mastio.proxy.config.Settings.Recycling;
import dev.mastio.proxy.ops.RequestMetrics;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.xnio.StreamConnection;

/** All open client connections, and what is in store for them. */
final class ClientConnections {

    private final Map<StreamConnection, ClientConnection> open = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> allClosed = new CompletableFuture<>();
    private final Recycling recycling;
    private final RequestMetrics metrics;
    private volatile boolean retiring;
    private volatile boolean closing;

    ClientConnections(Recycling recycling, RequestMetrics metrics) {
        this.recycling = recycling;
        this.metrics = metrics;
    }

    /** A client has connected; it is forgotten when the channel closes, and what it leaves is cleaned up. */
    ClientConnection opened(StreamConnection channel, Runnable cleanUp) {
        ClientConnection connection = new ClientConnection(this, channel);
        open.put(channel, connection);
        metrics.connected();
        channel.setCloseListener(gone -> {
            closed(gone);
            cleanUp.run();
        });
        return connection;
    }

    /** The connection on this channel. */
    ClientConnection on(StreamConnection channel) {
        // A channel that closed while its request was on the way is no longer known; the request still needs its
        // accounts.
        ClientConnection known = open.get(channel);
        return known != null ? known : new ClientConnection(this, channel);
    }

    /** From now on the next answer on each connection is its last. */
    void retireAll() {
        retiring = true;
    }

    /** Closes every connection as soon as nothing is under way on it; the future completes when all are gone. */
    CompletableFuture<Void> closeAll() {
        closing = true;
        open.values().forEach(ClientConnection::closeIfIdle);
        completeIfEmpty();
        return allClosed;
    }

    boolean retiring() {
        return retiring;
    }

    boolean closing() {
        return closing;
    }

    Recycling recycling() {
        return recycling;
    }

    int count() {
        return open.size();
    }

    private void closed(StreamConnection channel) {
        if (open.remove(channel) != null) {
            metrics.disconnected();
        }
        completeIfEmpty();
    }

    private void completeIfEmpty() {
        if (closing && open.isEmpty()) {
            allClosed.complete(null);
        }
    }
}
