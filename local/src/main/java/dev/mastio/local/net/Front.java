package dev.mastio.local.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening address and whose turn it is behind it.
 *
 * <p>Where accepting fails, for lack of file descriptors most likely, the listener stays ready and the next try fails as well: so it rests
 * a little after each. Clients wait in the kernel's queue meanwhile.
 */
final class Front implements Balancer.Ready {

    private static final Logger LOG = LoggerFactory.getLogger(Front.class);
    private static final int BACKLOG = 1024;
    static final long REST_MILLIS = 20;

    private final Selector selector;
    private final ByteBuffer buffer;
    private final ServerSocketChannel channel;
    private final SelectionKey key;
    private final Collection<Front> resting;
    private List<InetSocketAddress> targets;
    private int turn;
    private boolean failing;
    /** In terms of {@link System#nanoTime}. */
    private long restEnds;

    /**
     * Listens.
     *
     * @param resting where it puts itself when accepting failed; it is to be asked {@link #goesOn} and taken out then
     * @throws IOException when the address cannot be opened
     */
    Front(
            Selector selector,
            ByteBuffer buffer,
            Collection<Front> resting,
            InetSocketAddress address,
            List<InetSocketAddress> targets)
            throws IOException {
        this.selector = selector;
        this.buffer = buffer;
        this.resting = resting;
        this.targets = targets;
        channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            key = channel.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT, this);
            channel.bind(address, BACKLOG);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    void setTargets(List<InetSocketAddress> targets) {
        this.targets = targets;
    }

    void close() throws IOException {
        channel.close();
    }

    @Override
    public void ready(SelectionKey ignored) throws IOException {
        for (SocketChannel client = accept(); client != null; client = accept()) {
            List<InetSocketAddress> inTurn = IntStream.range(0, targets.size())
                    .mapToObj(i -> targets.get((turn + i) % targets.size()))
                    .toList();
            turn = (turn + 1) % targets.size();
            Connection.open(selector, buffer, client, inTurn);
        }
    }

    private @Nullable SocketChannel accept() {
        try {
            SocketChannel client = channel.accept();
            failing &= client != null;
            return client;
        } catch (IOException e) {
            if (!failing) {
                LOG.warn("cannot accept connections, and tries until it can: {}", e.getMessage());
            }
            failing = true;
            rest();
            return null;
        }
    }

    private void rest() {
        key.interestOps(0);
        restEnds = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(REST_MILLIS);
        resting.add(this);
    }

    /** Whether it has rested long enough; then it accepts again. */
    boolean goesOn() {
        if (System.nanoTime() - restEnds < 0) {
            return false;
        }
        if (key.isValid()) {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
        return true;
    }
}
