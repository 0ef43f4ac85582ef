package dev.mastio.proxy.edge;

import dev.mastio.proxy.config.Settings.Listen;
import dev.mastio.proxy.edge.tls.ServerTls;
import io.undertow.UndertowOptions;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Sequence;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;
import org.xnio.ssl.SslConnection;

/** The TLS socket and the threads behind it, with the options that were measured (docs/decisions). */
final class Listener implements AutoCloseable {

    private static final int BUFFER_BYTES = 16 * 1024;
    /** The largest TLS record and its overhead fit. */
    private static final int RECORD_BYTES = 17 * 1024;

    private static final int BACKLOG = 4096;
    private static final int MAX_HEADER_BYTES = 64 * 1024;
    private static final int MAX_STREAMS = 256;

    private final XnioWorker worker;
    private final AcceptingChannel<SslConnection> socket;

    private Listener(XnioWorker worker, AcceptingChannel<SslConnection> socket) {
        this.worker = worker;
        this.socket = socket;
    }

    static Listener open(
            Listen listen, ServerTls tls, Patience patience, ClientConnections connections, HttpHandler handler)
            throws IOException {
        Xnio xnio = Xnio.getInstance();
        int ioThreads = ioThreads();
        XnioWorker worker = xnio.createWorker(OptionMap.builder()
                .set(Options.WORKER_NAME, "edge")
                .set(Options.WORKER_IO_THREADS, ioThreads)
                .set(Options.WORKER_TASK_CORE_THREADS, 1)
                .set(Options.WORKER_TASK_MAX_THREADS, ioThreads)
                .set(Options.CONNECTION_HIGH_WATER, Integer.MAX_VALUE)
                .set(Options.CONNECTION_LOW_WATER, Integer.MAX_VALUE)
                .getMap());
        Protocols protocols =
                new Protocols(tls, connections, new BufferPool(BUFFER_BYTES, false), httpOptions(patience), handler);
        UndertowXnioSsl ssl = new UndertowXnioSsl(
                xnio,
                OptionMap.EMPTY,
                new BufferPool(RECORD_BYTES, tls.engine().prefersDirectBuffers()),
                tls.context());
        try {
            AcceptingChannel<SslConnection> socket = ssl.createSslConnectionServer(
                    worker,
                    new InetSocketAddress(InetAddress.getByName(listen.host()), listen.dataPort()),
                    ChannelListeners.openListenerAdapter(protocols),
                    socketOptions(patience));
            socket.resumeAccepts();
            return new Listener(worker, socket);
        } catch (IOException e) {
            worker.shutdownNow();
            throw new IOException(
                    "cannot listen on %s port %d: %s".formatted(listen.host(), listen.dataPort(), e.getMessage()), e);
        }
    }

    /** How many threads serve all connections. */
    static int ioThreads() {
        return Runtime.getRuntime().availableProcessors();
    }

    int port() {
        return socket.getLocalAddress(InetSocketAddress.class).getPort();
    }

    void stopAccepting() {
        IoUtils.safeClose(socket);
    }

    @Override
    public void close() {
        stopAccepting();
        worker.shutdownNow();
    }

    private static OptionMap socketOptions(Patience patience) {
        return OptionMap.builder()
                .set(Options.TCP_NODELAY, true)
                .set(Options.REUSE_ADDRESSES, true)
                .set(Options.BACKLOG, BACKLOG)
                .set(Options.WRITE_TIMEOUT, millis(patience.body()))
                .set(Options.SSL_ENABLED_PROTOCOLS, Sequence.of("TLSv1.3", "TLSv1.2"))
                .set(Options.SSL_ENABLED_CIPHER_SUITES, Sequence.of(CipherSuites.IN_ORDER))
                .getMap();
    }

    private static OptionMap httpOptions(Patience patience) {
        return OptionMap.builder()
                .set(UndertowOptions.ENABLE_HTTP2, true)
                .set(UndertowOptions.HTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, MAX_STREAMS)
                .set(UndertowOptions.MAX_HEADER_SIZE, MAX_HEADER_BYTES)
                // BodyIntake counts; Undertow's own limit would cut the connection instead of answering.
                .set(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, millis(patience.head()))
                .set(UndertowOptions.NO_REQUEST_TIMEOUT, millis(patience.idle()))
                .getMap();
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
