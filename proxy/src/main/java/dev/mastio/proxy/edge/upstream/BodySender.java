package dev.mastio.proxy.edge.upstream;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSinkChannel;

/** Sends a body that is here already, as fast as the other side takes it. */
final class BodySender implements ChannelListener<StreamSinkChannel> {

    private final ByteBuffer body;
    private final Consumer<Throwable> broken;
    private boolean headSent;
    private boolean shutDown;

    private BodySender(byte[] body, Consumer<Throwable> broken) {
        this.body = ByteBuffer.wrap(body);
        this.broken = broken;
    }

    static void send(byte[] body, StreamSinkChannel to, Consumer<Throwable> broken) {
        new BodySender(body, broken).handleEvent(to);
    }

    @Override
    public void handleEvent(StreamSinkChannel channel) {
        try {
            // Alone: of a head and a body that the socket takes in part Undertow forgets that part of the body, and in
            // the end shuts the
            // connection down for want of bytes that have long been sent.
            if (!headSent && body.hasRemaining()) {
                if (!channel.flush()) {
                    goOnLater(channel);
                    return;
                }
                headSent = true;
            }
            while (body.hasRemaining()) {
                if (channel.write(body) == 0) {
                    goOnLater(channel);
                    return;
                }
            }
            if (!shutDown) {
                channel.shutdownWrites();
                shutDown = true;
            }
            if (channel.flush()) {
                channel.suspendWrites();
            } else {
                goOnLater(channel);
            }
        } catch (Throwable e) {
            broken.accept(e);
        }
    }

    private void goOnLater(StreamSinkChannel channel) {
        channel.getWriteSetter().set(this);
        channel.resumeWrites();
    }
}
