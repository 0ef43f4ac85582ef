package dev.mastio.proxy.edge.upstream;

import io.undertow.client.ClientConnection;
import io.undertow.connector.ByteBufferPool;
import io.undertow.util.Transfer;
import java.io.IOException;
import java.nio.channels.Channel;
import org.xnio.ChannelExceptionHandler;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.channels.StreamSinkChannel;

/** Two connections that have changed to another protocol, of which nothing is known but that each side gets what the other says. */
final class Tunnel {

    private Tunnel() {}

    static void open(StreamConnection client, ClientConnection server) {
        try {
            StreamConnection behind = server.performUpgrade();
            connect(behind, client, server.getBufferPool());
            connect(client, behind, server.getBufferPool());
        } catch (IOException e) {
            IoUtils.safeClose(client, server);
        }
    }

    private static void connect(StreamConnection from, StreamConnection to, ByteBufferPool buffers) {
        ChannelExceptionHandler<Channel> broken = (channel, e) -> IoUtils.safeClose(from, to);
        Transfer.initiateTransfer(
                from.getSourceChannel(),
                to.getSinkChannel(),
                ChannelListeners.closingChannelListener(),
                ChannelListeners.writeShutdownChannelListener(
                        ChannelListeners.<StreamSinkChannel>flushingChannelListener(
                                ChannelListeners.closingChannelListener(), broken),
                        broken),
                broken,
                broken,
                buffers);
    }
}
