package dev.mastio.proxy;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HttpString;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A plain HTTP server on loopback for an edge to stand in front of, which remembers what came over which connection. */
final class ServerBehind implements AutoCloseable {

    private static final AttachmentKey<AtomicInteger> REQUESTS = AttachmentKey.create(AtomicInteger.class);

    private final Undertow server;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private final ConcurrentLinkedQueue<AtomicInteger> connections = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Map<String, List<String>>> heads = new ConcurrentLinkedQueue<>();

    private ServerBehind(int port, HttpHandler handler) {
        server = Undertow.builder()
                .addHttpListener(port, "127.0.0.1", exchange -> {
                    count(exchange);
                    handler.handleRequest(exchange);
                })
                .setWorkerThreads(200)
                // Undertow's own is 2 MiB, and what an edge passes on is to be the edge's doing.
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                .build();
        server.start();
    }

    /** Answers health questions with 200 and everything else as the handler does. */
    static ServerBehind answering(HttpHandler handler) {
        return onPort(0, handler);
    }

    static ServerBehind onPort(int port, HttpHandler handler) {
        return new ServerBehind(port, exchange -> {
            if (exchange.getRequestPath().endsWith("z")) {
                exchange.getResponseSender().send("{}");
            } else {
                handler.handleRequest(exchange);
            }
        });
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    int port() {
        return ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
    }

    int open() {
        return open.get();
    }

    int mostOpen() {
        return mostOpen.get();
    }

    /** How many requests came over each connection, in the order of the connections. */
    List<Integer> requestsByConnection() {
        return connections.stream().map(AtomicInteger::get).toList();
    }

    /** The header fields of the last request, names in lower case. */
    Map<String, List<String>> lastHead() {
        return new ArrayList<>(heads).getLast();
    }

    private void count(HttpServerExchange exchange) {
        ServerConnection connection = exchange.getConnection();
        AtomicInteger requests = connection.getAttachment(REQUESTS);
        if (requests == null) {
            requests = new AtomicInteger();
            connection.putAttachment(REQUESTS, requests);
            connections.add(requests);
            mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
            connection.addCloseListener(_ -> open.decrementAndGet());
        }
        requests.incrementAndGet();
        Map<String, List<String>> head = new HashMap<>();
        for (HttpString name : exchange.getRequestHeaders().getHeaderNames()) {
            head.put(
                    name.toString().toLowerCase(java.util.Locale.ROOT),
                    List.copyOf(exchange.getRequestHeaders().get(name)));
        }
        heads.add(head);
    }

    @Override
    public void close() {
        server.stop();
    }
}
