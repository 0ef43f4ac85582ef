package dev.mastio.suite.faults.ground;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mastio.suite.faults.plan.Trouble;
import dev.mastio.suite.faults.plan.Troubles;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Passes on to an API server what a client asks, under the client's own name, and troubles it. Plain HTTP towards the client: where it
 * is asked is chosen, so that nobody else can.
 */
public final class FaultProxy implements AutoCloseable {

    /** Belong to one connection, or are set by those who make it. */
    private static final Set<String> NOT_PASSED_ON = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "te",
            "transfer-encoding",
            "upgrade");

    private static final char BLANK_BEFORE_JSON = ' ';

    static {
        // Else each small answer waits 40 ms for more to send.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient behind;
    private final String api;
    private final Troubles troubles;
    private final Map<HttpExchange, InputStream> watches = new ConcurrentHashMap<>();
    private final Tally tally = new Tally();

    /**
     * Listens.
     *
     * @param address to be asked at
     * @param api what it passes on to
     */
    public FaultProxy(String address, Config api, Troubles troubles) throws IOException {
        this.api = api.getMasterUrl().replaceFirst("/$", "");
        this.troubles = troubles;
        try {
            behind = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .sslContext(SSLUtils.sslContext(api))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS to " + this.api, e);
        }
        server = HttpServer.create(new InetSocketAddress(address, 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** For a client. */
    public String url() {
        return "http://%s:%d"
                .formatted(
                        server.getAddress().getAddress().getHostAddress(),
                        server.getAddress().getPort());
    }

    /** What it has seen and done so far. */
    public Tally tally() {
        return tally;
    }

    /** Ends all watches in the middle of what they say; how many those were. */
    public int cutWatches() {
        int cut = 0;
        for (HttpExchange watch : List.copyOf(watches.keySet())) {
            InputStream said = watches.remove(watch);
            if (said == null) continue;
            close(said);
            cut++;
        }
        return cut;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        behind.shutdownNow();
    }

    // A handler that throws has its connection closed as it is; one that closes the exchange ends it politely.
    private void answer(HttpExchange exchange) throws IOException {
        // Fabric8 asks for a WebSocket first; an answer without the upgrade says that there are none.
        if ("websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Upgrade"))) {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            return;
        }
        String method = exchange.getRequestMethod();
        Trouble trouble = troubles.next(method);
        tally.count(method, exchange.getRequestURI().getPath(), trouble);
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (trouble.code() > 0) refuse(exchange, trouble);
        else passOn(exchange, body, trouble == Trouble.LOST);
        exchange.close();
    }

    private static void refuse(HttpExchange exchange, Trouble trouble) throws IOException {
        byte[] status = """
                {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"%s","code":%d,"message":"trouble on purpose"}""".formatted(trouble.reason(), trouble.code()).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (trouble == Trouble.TOO_MANY) exchange.getResponseHeaders().set("Retry-After", "1");
        exchange.sendResponseHeaders(trouble.code(), status.length);
        exchange.getResponseBody().write(status);
    }

    private void passOn(HttpExchange exchange, byte[] body, boolean silently) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api + exchange.getRequestURI()))
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (passes(name)) values.forEach(value -> request.header(name, value));
        });
        HttpResponse<InputStream> response = ask(request.build());
        try (InputStream said = response.body()) {
            if (silently) {
                said.readAllBytes();
                throw new IOException("the answer is lost, on purpose");
            }
            tell(exchange, response, said);
        } finally {
            watches.remove(exchange);
        }
    }

    private HttpResponse<InputStream> ask(HttpRequest request) throws IOException {
        try {
            return behind.send(request, BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("this proxy is being closed", e);
        }
    }

    private void tell(HttpExchange exchange, HttpResponse<?> response, InputStream said) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        for (Map.Entry<String, List<String>> header : response.headers().map().entrySet())
            if (passes(header.getKey())) headers.put(header.getKey(), header.getValue());
        String query = exchange.getRequestURI().getQuery();
        boolean watch = query != null && query.contains("watch=true");
        if (watch) watches.put(exchange, said);
        exchange.sendResponseHeaders(response.statusCode(), 0);
        OutputStream out = exchange.getResponseBody();
        // Fabric8 counts a watch as begun with its first byte, which without this is a bookmark after a minute.
        if (watch) {
            out.write(BLANK_BEFORE_JSON);
            out.flush();
        }
        byte[] buffer = new byte[8192];
        for (int read = said.read(buffer); read >= 0; read = said.read(buffer)) {
            out.write(buffer, 0, read);
            out.flush();
        }
        if (watch && !watches.containsKey(exchange)) throw new IOException("the watch is cut, on purpose");
    }

    private static boolean passes(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return !name.startsWith(":") && !NOT_PASSED_ON.contains(name);
    }

    private static void close(InputStream stream) {
        try {
            stream.close();
        } catch (IOException closedAlready) {
            // As wanted.
        }
    }
}
