package dev.mastio.proxy.edge.upstream;

import io.undertow.client.ClientConnection;
import java.io.IOException;
import org.xnio.IoUtils;

/** A connection to the server behind, and what its {@link Share} knows of it. */
final class UpstreamConnection {

    private final ClientConnection channel;
    private int requests;
    private boolean counted;
    private long freeSince;

    UpstreamConnection(ClientConnection channel, boolean counted) {
        this.channel = channel;
        this.counted = counted;
    }

    ClientConnection channel() {
        return channel;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** At once. Undertow's own close waits up to ten seconds for the server to close, and of a request that has been sent it does not tell it so. */
    void close() {
        try {
            IoUtils.safeClose(channel.performUpgrade());
        } catch (IOException e) {
            IoUtils.safeClose(channel);
        }
    }

    void lent() {
        requests++;
    }

    int requests() {
        return requests;
    }

    /** Whether requests before the present one went over it: then the server may be about to close it. */
    boolean isUsed() {
        return requests > 1;
    }

    /** Whether it is one of those that are kept, or as good as kept. */
    boolean isCounted() {
        return counted;
    }

    void count(boolean kept) {
        counted = kept;
    }

    void freeSince(long nanoTime) {
        freeSince = nanoTime;
    }

    long freeNanos(long nanoTime) {
        return nanoTime - freeSince;
    }
}
