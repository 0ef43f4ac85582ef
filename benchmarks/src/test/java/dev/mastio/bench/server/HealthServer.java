package dev.mastio.bench.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers on a free port of 127.0.0.1 with what a test's handler says; over TLS unless asked otherwise. */
public final class HealthServer implements AutoCloseable {

    public static final String BODY = "{\"status\": \"ok\", \"version\": \"1.2.3\"}";

    private final TestCertificate certificate = new TestCertificate();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final String scheme;

    private HealthServer(String scheme, HttpHandler handler) {
        this.scheme = scheme;
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            if (scheme.equals("https")) {
                HttpsServer secure = HttpsServer.create(address, 1024);
                secure.setHttpsConfigurator(new HttpsConfigurator(certificate.serverContext()));
                server = secure;
            } else {
                server = HttpServer.create(address, 1024);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", handler);
        server.start();
    }

    public static HealthServer healthy() {
        return new HealthServer("https", exchange -> answer(exchange, 200, BODY));
    }

    public static HealthServer with(HttpHandler handler) {
        return new HealthServer("https", handler);
    }

    public static HealthServer plain(HttpHandler handler) {
        return new HealthServer("http", handler);
    }

    public static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    public URI url() {
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The same server by a name that is not in its certificate. */
    public URI urlByName() {
        return URI.create(scheme + "://localhost:" + server.getAddress().getPort());
    }

    public Path certificate(Path folder) {
        return certificate.pem(folder);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
