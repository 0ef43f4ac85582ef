package dev.mastio.operator.cluster;

import dev.mastio.local.api.EmbeddedApi;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.undertow.Undertow;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;
import io.undertow.util.Headers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import org.xnio.OptionMap;
import org.xnio.Xnio;

/** An API server that passes everything on to another one, but for what it is told to refuse or to keep waiting. */
final class FaultyApi implements AutoCloseable {

    private static final int CONNECTIONS = 200;

    private final EmbeddedApi behind;
    private final Undertow server;
    private final HttpHandler passOn;
    private final AtomicInteger refusals = new AtomicInteger();
    private final ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private volatile Refusal refusal = new Refusal(0, (_, _) -> false);
    private volatile BiPredicate<String, String> held = (_, _) -> false;

    private record Refusal(int code, BiPredicate<String, String> what) {}

    FaultyApi(EmbeddedApi behind) {
        this.behind = behind;
        passOn = ProxyHandler.builder()
                .setProxyClient(new LoadBalancingProxyClient()
                        .setConnectionsPerThread(CONNECTIONS)
                        .addHost(URI.create(behind.url()), tls(behind)))
                .build();
        server = Undertow.builder()
                .setIoThreads(1)
                .setWorkerThreads(1)
                .addHttpListener(0, "127.0.0.1", this::answer)
                .build();
        server.start();
    }

    /** For a client. */
    Config config() {
        int port = ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
        return new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + port)
                .withOauthToken(behind.token())
                .build();
    }

    /** @param what by HTTP method and path */
    void refuse(int code, BiPredicate<String, String> what) {
        refusals.set(0);
        refusal = new Refusal(code, what);
    }

    void refuseNothing() {
        refusal = new Refusal(0, (_, _) -> false);
    }

    /** @param what by HTTP method and path; waits until it is let go */
    void hold(BiPredicate<String, String> what) {
        held = what;
    }

    /** Whether something waits, after at most that long. */
    boolean awaitHeld(Duration patience) throws InterruptedException {
        return arrived.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    void letGo() {
        gate.countDown();
    }

    /** Since it was told what to refuse. */
    int refusals() {
        return refusals.get();
    }

    @Override
    public void close() {
        letGo();
        server.stop();
        waiting.close();
    }

    private void answer(HttpServerExchange exchange) throws Exception {
        // Fabric8 asks for a WebSocket first, and the JDK for HTTP/2; an answer without the upgrade says no.
        if ("websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst(Headers.UPGRADE))) return;
        exchange.getRequestHeaders().remove(Headers.UPGRADE);
        Refusal present = refusal;
        if (present.what().test(exchange.getRequestMethod().toString(), exchange.getRequestPath())) {
            refusals.incrementAndGet();
            exchange.setStatusCode(present.code());
            return;
        }
        if (held.test(exchange.getRequestMethod().toString(), exchange.getRequestPath())) {
            arrived.countDown();
            exchange.dispatch(waiting, late -> {
                gate.await();
                passOn.handleRequest(late);
            });
            return;
        }
        passOn.handleRequest(exchange);
    }

    private static UndertowXnioSsl tls(EmbeddedApi behind) {
        try {
            return new UndertowXnioSsl(
                    Xnio.getInstance(),
                    OptionMap.EMPTY,
                    SSLUtils.sslContext(Config.fromKubeconfig(behind.kubeconfig())));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
