package dev.mastio.proxy.edge;

import dev.mastio.proxy.edge.tls.ServerTls;
import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.protocols.http2.Http2Channel;
import io.undertow.protocols.http2.PunctualHttp2Channel;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import io.undertow.server.protocol.http2.Http2ReceiveListener;
import io.undertow.util.AttachmentKey;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.ssl.SslConnection;

/** Takes a new connection through its TLS handshake and hands it to the protocol that the client chose. */
final class Protocols implements ChannelListener<StreamConnection> {

    /** The connection of an HTTP/2 exchange; Undertow makes a {@code ServerConnection} a stream, but these are shared. */
    static final AttachmentKey<ClientConnection> CONNECTION = AttachmentKey.create(ClientConnection.class);

    private static final String HTTP_2 = "h2";
    private static final String HTTP_1_1 = "http/1.1";

    private final ServerTls tls;
    private final ClientConnections connections;
    private final ByteBufferPool buffers;
    private final OptionMap options;
    private final HttpHandler handler;
    private final HttpOpenListener http1;

    Protocols(
            ServerTls tls,
            ClientConnections connections,
            ByteBufferPool buffers,
            OptionMap options,
            HttpHandler handler) {
        this.tls = tls;
        this.connections = connections;
        this.buffers = buffers;
        this.options = options;
        this.handler = handler;
        this.http1 = new HttpOpenListener(buffers, options);
        http1.setRootHandler(handler);
    }

    @Override
    public void handleEvent(StreamConnection channel) {
        SSLEngine engine = UndertowXnioSsl.getSslEngine((SslConnection) channel);
        ClientConnection connection = connections.opened(channel, () -> tls.end(engine));
        if (tls.prepare(engine, HTTP_2, HTTP_1_1)) {
            connection.showed(() -> tls.clientCertificate(engine));
        }
        Handshake handshake = new Handshake(channel, engine, connection);
        channel.getSourceChannel().setReadListener(handshake);
        handshake.handleEvent(channel.getSourceChannel());
    }

    private void openHttp2(StreamConnection channel, ClientConnection connection, PooledByteBuffer read) {
        Http2Channel framed = new PunctualHttp2Channel(channel, HTTP_2, buffers, read, options);
        // Undertow's own time limits begin with the first request: a client that never sends one would stay for ever.
        framed.setIdleTimeout(options.get(UndertowOptions.NO_REQUEST_TIMEOUT, 0));
        framed.putAttachment(CONNECTION, connection);
        connection.speaksHttp2(framed);
        framed.getReceiveSetter().set(new Http2ReceiveListener(handler, options, buffers.getBufferSize(), null));
        framed.resumeReceives();
    }

    /** Reads until the handshake has told which protocol it is. */
    private final class Handshake implements ChannelListener<ConduitStreamSourceChannel> {

        private final StreamConnection channel;
        private final SSLEngine engine;
        private final ClientConnection connection;
        private final XnioExecutor.Key deadline;

        Handshake(StreamConnection channel, SSLEngine engine, ClientConnection connection) {
            this.channel = channel;
            this.engine = engine;
            this.connection = connection;
            this.deadline = channel.getIoThread()
                    .executeAfter(
                            () -> IoUtils.safeClose(channel),
                            options.get(UndertowOptions.REQUEST_PARSE_TIMEOUT, 0),
                            TimeUnit.MILLISECONDS);
        }

        @Override
        public void handleEvent(ConduitStreamSourceChannel source) {
            PooledByteBuffer buffer = buffers.allocate();
            try {
                int read = source.read(buffer.getBuffer());
                String protocol = engine.getApplicationProtocol();
                if (read > 0 || (protocol != null && !isShakingHands())) {
                    buffer.getBuffer().flip();
                    deadline.remove();
                    source.setReadListener(null);
                    ConduitStreamSinkChannel sink = channel.getSinkChannel();
                    sink.setConduit(new JoinedWrites(sink.getConduit()));
                    if (HTTP_2.equals(protocol)) {
                        openHttp2(channel, connection, buffer);
                    } else {
                        source.setConduit(new QuietReads(source.getConduit()));
                        http1.handleEvent(channel, buffer);
                    }
                    return;
                }
                buffer.close();
                if (read < 0) {
                    close();
                } else {
                    source.resumeReads();
                }
            } catch (IOException e) {
                // Port scanners, plain HTTP on a TLS port, clients that do not trust us: theirs to know, not ours to
                // log.
                buffer.close();
                close();
            }
        }

        private boolean isShakingHands() {
            return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
        }

        private void close() {
            deadline.remove();
            IoUtils.safeClose(channel);
        }
    }
}
