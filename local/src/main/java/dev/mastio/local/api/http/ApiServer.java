package dev.mastio.local.api.http;

import dev.mastio.local.api.wire.ApiFailure;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listener: every request on a virtual thread of its own, so that a thousand open watches hold no worker. */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final Set<String> OPEN = Set.of("/healthz", "/readyz", "/livez", "/version");
    private static final long LARGEST_BODY = 3 * 1024 * 1024;

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("api-", 0).factory());
    private final byte[] token;
    private final Documents documents;
    private final Resources resources;
    private final Undertow server;

    public ApiServer(
            InetSocketAddress address, SSLContext tls, String token, Documents documents, Resources resources) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.documents = documents;
        this.resources = resources;
        server = Undertow.builder()
                .addHttpsListener(address.getPort(), address.getHostString(), tls, this::accept)
                .setIoThreads(2)
                .setWorkerThreads(1)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, LARGEST_BODY)
                .build();
        listen(address);
    }

    private void listen(InetSocketAddress address) {
        try {
            server.start();
        } catch (RuntimeException e) {
            threads.shutdownNow();
            // Undertow puts what the system said into an exception without a message of its own.
            String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new IllegalStateException(
                    "cannot listen on %s port %d: %s".formatted(address.getHostString(), address.getPort(), reason), e);
        }
    }

    public int port() {
        return ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
    }

    private void accept(HttpServerExchange exchange) {
        exchange.dispatch(threads, () -> {
            exchange.startBlocking();
            serve(new Call(exchange));
            exchange.endExchange();
        });
    }

    private void serve(Call call) {
        try {
            if (!OPEN.contains(call.path())) authenticate(call);
            if (!documents.serve(call)) resources.serve(call);
        } catch (ApiFailure failure) {
            call.fail(failure);
        } catch (Exception e) {
            if (call.exchange().isResponseStarted()) return; // the client has gone, or a stream has broken
            LOG.error("{} {} failed", call.method(), call.path(), e);
            call.fail(ApiFailure.of(500, "InternalError", "an error on the server: " + e));
        }
    }

    private void authenticate(Call call) {
        String bearer = call.bearer();
        if (bearer == null || !MessageDigest.isEqual(bearer.getBytes(StandardCharsets.UTF_8), token))
            throw ApiFailure.of(401, "Unauthorized", "Unauthorized: send the bearer token of the kubeconfig");
    }

    @Override
    public void close() {
        server.stop();
        threads.shutdownNow();
    }
}
