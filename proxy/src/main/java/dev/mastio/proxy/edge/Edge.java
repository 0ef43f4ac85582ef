package dev.mastio.proxy.edge;

import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.edge.tls.ClientAuthorities;
import dev.mastio.proxy.edge.tls.ClientTrust;
import dev.mastio.proxy.edge.tls.ServerTls;
import dev.mastio.proxy.edge.tls.TlsFilesException;
import dev.mastio.proxy.ops.RequestMetrics;
import dev.mastio.proxy.ops.SoakTokens;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The data listener as a whole: starts, drains, stops. */
public final class Edge implements AutoCloseable {

    private static final long RELOAD_SECONDS = 10;

    private final ClientConnections connections;
    private final Listener listener;
    private final EndpointCalls calls;
    private final ScheduledExecutorService housekeeping = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("housekeeping").factory());

    private final ScheduledFuture<?> reloading;

    private Edge(ClientConnections connections, Listener listener, EndpointCalls calls, Runnable reload) {
        this.connections = connections;
        this.listener = listener;
        this.calls = calls;
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
        ClientAuthorities trusted = ClientAuthorities.of(
                behind.authorities(),
                settings.tls().clientAuthorities(),
                settings.tls().awaited());
        ServerTls tls = ServerTls.of(settings.tls(), new ClientTrust(trusted, InstantSource.system()));
        ClientConnections connections = new ClientConnections(settings.recycling(), metrics);
        EndpointCalls calls = new EndpointCalls();
        HttpHandler path =
                new RequestPath(connections, metrics, soakTokens, gateway(settings, patience, behind, calls));
        return new Edge(connections, Listener.open(settings.listen(), tls, patience, connections, path), calls, () -> {
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
        calls.close();
    }

    private static Answering gateway(Settings settings, Patience patience, Behind behind, EndpointCalls calls) {
        Limits limits = new Limits(
                new TokenBucket(settings.shedding(), System::nanoTime),
                behind.databaseSheds(),
                settings.bounds().bodyBytes());
        return new GatewayAnswers(
                limits,
                new BodyIntake(limits, new BodyMemory(settings.bounds().bodiesBytes()), patience.body()),
                new ResponseHeaders(behind.nonce()),
                new CrossOrigin(settings.allowedOrigins()),
                new Routes(
                        behind.health(),
                        behind.routes(),
                        new Crowd(settings.bounds().requestsPerFamily()),
                        calls));
    }
}
