package dev.mastio.local.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A client's connection and the one to its target, carrying bytes both ways. A side that has said all it has to say
 * still hears the other out.
 */
final class Connection {

    private final Selector selector;
    // Shared by all connections of the balancer's one thread: what does not get out at once is kept apart.
    private final ByteBuffer buffer;
    private final SocketChannel client;
    private final Deque<InetSocketAddress> targets;

    private Connection(Selector selector, ByteBuffer buffer, SocketChannel client, List<InetSocketAddress> targets) {
        this.selector = selector;
        this.buffer = buffer;
        this.client = client;
        this.targets = new ArrayDeque<>(targets);
    }

    static void open(Selector selector, ByteBuffer buffer, SocketChannel client, List<InetSocketAddress> targets)
            throws IOException {
        try {
            prepare(client);
        } catch (IOException e) {
            client.close();
            throw e;
        }
        new Connection(selector, buffer, client, targets).connectNext();
    }

    private static void prepare(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    private void connectNext() throws IOException {
        while (!targets.isEmpty()) {
            if (isConnecting(targets.remove())) return;
        }
        reset();
    }

    /** False when the target refuses at once, or when there is no descriptor left for a connection to it. */
    private boolean isConnecting(InetSocketAddress target) throws IOException {
        SocketChannel server;
        try {
            server = SocketChannel.open();
        } catch (IOException noneLeft) {
            return false;
        }
        Balancer.Ready connected = key -> connected(key, server);
        try {
            prepare(server);
            SelectionKey key = server.register(selector, SelectionKey.OP_CONNECT, connected);
            if (server.connect(target)) join(key, server);
            return true;
        } catch (IOException refused) {
            server.close();
            return false;
        }
    }

    private void connected(SelectionKey key, SocketChannel server) throws IOException {
        try {
            server.finishConnect();
        } catch (IOException refused) {
            server.close();
            connectNext();
            return;
        }
        join(key, server);
    }

    /** Nobody behind takes it: the client learns by a reset, not by an empty answer. */
    private void reset() throws IOException {
        client.setOption(StandardSocketOptions.SO_LINGER, 0);
        client.close();
    }

    private void join(SelectionKey serverKey, SocketChannel server) throws IOException {
        Side toClient = new Side(client);
        Side toServer = new Side(server);
        toClient.other = toServer;
        toServer.other = toClient;
        toServer.key = serverKey;
        serverKey.attach(toServer);
        serverKey.interestOps(SelectionKey.OP_READ);
        toClient.key = client.register(selector, SelectionKey.OP_READ, toClient);
    }

    /** One end of the line. */
    private final class Side implements Balancer.Ready {
        private final SocketChannel channel;

        @SuppressWarnings("NullAway.Init") // set by join, before any event
        private SelectionKey key;

        @SuppressWarnings("NullAway.Init") // set by join, before any event
        private Side other;

        private ByteBuffer unsent = ByteBuffer.allocate(0);
        private boolean heardAll;
        private boolean toldAll;

        Side(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public void ready(SelectionKey ignored) throws IOException {
            try {
                if (key.isWritable()) {
                    flush();
                }
                if (key.isValid() && key.isReadable()) {
                    read();
                }
            } catch (IOException e) {
                end();
                throw e;
            }
        }

        private void read() throws IOException {
            buffer.clear();
            int count = channel.read(buffer);
            if (count < 0) {
                heardAll = true;
                key.interestOpsAnd(~SelectionKey.OP_READ);
                other.finish();
                return;
            }
            buffer.flip();
            other.send();
        }

        private void send() throws IOException {
            channel.write(buffer);
            if (buffer.hasRemaining()) {
                unsent = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
                key.interestOpsOr(SelectionKey.OP_WRITE);
                other.key.interestOpsAnd(~SelectionKey.OP_READ);
            }
        }

        private void flush() throws IOException {
            channel.write(unsent);
            if (!unsent.hasRemaining()) {
                key.interestOpsAnd(~SelectionKey.OP_WRITE);
                if (other.heardAll) {
                    finish();
                } else {
                    other.key.interestOpsOr(SelectionKey.OP_READ);
                }
            }
        }

        /** The other side has said all; once it is passed on, this direction is done. */
        private void finish() throws IOException {
            if (unsent.hasRemaining() || toldAll) {
                return;
            }
            toldAll = true;
            channel.shutdownOutput();
            if (heardAll) {
                end();
            }
        }

        private void end() throws IOException {
            channel.close();
            other.channel.close();
        }
    }
}
