package dev.mastio.proxy.edge;

import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.crypto.CertifiedKey;
import dev.mastio.proxy.edge.tls.ClientAuthorities;
import dev.mastio.proxy.edge.tls.ClientTrust;
import dev.mastio.proxy.edge.tls.ServerTls;
import dev.mastio.proxy.edge.tls.TlsFilesException;
import dev.mastio.proxy.edge.upstream.Upstream;
import dev.mastio.proxy.ops.RequestMetrics;
import dev.mastio.proxy.ops.SoakTokens;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The data listener as a whole: starts, drains, stops. */
public final class Edge implements AutoCloseable {

    private static final long RELOAD_SECONDS = 10;

    private final ClientConnections connections;
    private final Listener listener;
    private final Runnable answers;
    private final ScheduledExecutorService housekeeping = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("housekeeping").factory());

    private final ScheduledFuture<?> reloading;

    private Edge(ClientConnections connections, Listener listener, Runnable answers, Runnable reload) {
        this.connections = connections;
        this.listener = listener;
        this.answers = answers;
        reloading = housekeeping.scheduleWithFixedDelay(reload, RELOAD_SECONDS, RELOAD_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Starts to listen.
     *
     * @throws TlsFilesException if the certificate files do not work
     * @throws IOException if the port cannot be had
     */
    public static Edge start(Settings settings, Behind behind, RequestMetrics metrics, SoakTokens soakTokens)
            throws TlsFilesException, IOException {
        return start(settings, Patience.DEFAULT, behind, metrics, soakTokens);
    }

    static Edge start(
            Settings settings, Patience patience, Behind behind, RequestMetrics metrics, SoakTokens soakTokens)
            throws TlsFilesException, IOException {
        LargestBody.warnIfNeverLetIn(LargestBody.read(settings.bounds().bodyBytes()), settings.bounds());
        EndpointCalls calls = new EndpointCalls();
        ClientConnections connections = new ClientConnections(settings.recycling(), metrics);
        HttpHandler path =
                new RequestPath(connections, metrics, soakTokens, gateway(settings, patience, behind, calls));
        return open(settings, patience, behind.authorities(), behind.issued(), connections, path, calls::close);
    }

    /**
     * Starts to listen in front of a server that answers in our place.
     *
     * @throws TlsFilesException if the certificate files do not work
     * @throws IOException if the port cannot be had
     */
    public static Edge inFrontOf(
            Settings.Upstream server, Settings settings, RequestMetrics metrics, SoakTokens soakTokens)
            throws TlsFilesException, IOException {
        // The server behind reads it, with memory of its own.
        LargestBody.warnIfNeverLetIn(settings.bounds().bodyBytes(), settings.bounds());
        UpstreamAnswers answers =
                passingOn(new Upstream(server, Listener.ioThreads(), metrics), settings, Patience.DEFAULT);
        ClientConnections connections = new ClientConnections(settings.recycling(), metrics);
        HttpHandler path = new RequestPath(connections, metrics, soakTokens, answers);
        return open(settings, Patience.DEFAULT, List::of, Optional::empty, connections, path, answers::close);
    }

    private static Edge open(
            Settings settings,
            Patience patience,
            Supplier<List<X509Certificate>> authorities,
            Supplier<Optional<CertifiedKey>> issued,
            ClientConnections connections,
            HttpHandler path,
            Runnable closing)
            throws TlsFilesException, IOException {
        ClientAuthorities trusted = ClientAuthorities.of(
                authorities, settings.tls().clientAuthorities(), settings.tls().clientAuthoritiesAwaited());
        ServerTls tls = ServerTls.of(settings.tls(), issued, new ClientTrust(trusted, InstantSource.system()));
        return new Edge(
                connections, Listener.open(settings.listen(), tls, patience, connections, path), closing, () -> {
                    tls.reloadIfChanged();
                    trusted.reloadIfChanged();
                });
    }

    /** The port in use, which the system chose if the settings said 0. */
    public int port() {
        return listener.port();
    }

    /** Clients still get answers and may still connect, but every answer tells them to go elsewhere next time. */
    public void sendClientsElsewhere() {
        connections.retireAll();
    }

    /**
     * Accepts nobody any more and waits until every answer under way is out.
     *
     * @return how many connections were still busy when the patience ended
     */
    public int drain(Duration patience) throws InterruptedException {
        listener.stopAccepting();
        try {
            connections.closeAll().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return connections.count();
        } catch (ExecutionException e) {
            throw new IllegalStateException("this future only ever completes", e);
        }
        return 0;
    }

    @Override
    public void close() {
        reloading.cancel(false);
        housekeeping.shutdown();
        listener.close();
        answers.run();
    }

    private static Answering gateway(Settings settings, Patience patience, Behind behind, EndpointCalls calls) {
        Limits limits = limits(settings, behind.databaseSheds());
        return new GatewayAnswers(
                limits,
                bodies(settings, limits, patience),
                new ResponseHeaders(behind.nonce()),
                new CrossOrigin(settings.allowedOrigins()),
                new Routes(
                        behind.health(),
                        behind.routes(),
                        new Crowd(settings.bounds().requestsPerFamily()),
                        calls));
    }

    private static UpstreamAnswers passingOn(Upstream upstream, Settings settings, Patience patience) {
        Limits limits = limits(settings, () -> false);
        return new UpstreamAnswers(
                limits,
                bodies(settings, limits, patience),
                new ResponseHeaders(Optional::empty),
                new Crowd(settings.bounds().requestsPerFamily()),
                upstream);
    }

    private static Limits limits(Settings settings, BooleanSupplier databaseSheds) {
        return new Limits(
                new TokenBucket(settings.shedding(), System::nanoTime),
                databaseSheds,
                settings.bounds().bodyBytes());
    }

    private static BodyIntake bodies(Settings settings, Limits limits, Patience patience) {
        return new BodyIntake(limits, new BodyMemory(settings.bounds().bodiesBytes()), patience.body());
    }
}
