package dev.mastio.suite.faults.ground;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mastio.suite.faults.plan.Trials;
import dev.mastio.suite.hollow.Loop;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Answers for hollow pods, at their addresses, what the operator asks for: how many requests have arrived. */
public final class PretendedLoad implements AutoCloseable {

    private static final int OPS_PORT = 9464;
    /** So much of the class laptop's floor for each replica that none is too many and none too few. */
    private static final double A_REPLICA = 105;

    private static final Duration PAUSE = Duration.ofMillis(300);

    private final Stocktaking stock;
    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private final Loop loop;
    private volatile int replicas;
    private volatile double perPod;
    private volatile Set<String> serving = Set.of();

    PretendedLoad(Stocktaking stock) {
        this.stock = stock;
        loop = new Loop(PAUSE, this::spread);
    }

    /** From now on pods tell of a load for so many replicas; with 0 they tell nothing. */
    public void forReplicas(int number) {
        replicas = number;
        perPod = 0;
    }

    @Override
    public void close() {
        loop.close();
        pages.values().forEach(page -> page.server.stop(0));
    }

    /** Each pod has the same share. */
    private void spread() {
        List<Pod> pods = stock.proxies(Trials.FOLLOWER).stream()
                .filter(Stocktaking::serves)
                .toList();
        if (pods.isEmpty()) return;
        serving = pods.stream().map(pod -> pod.getStatus().getPodIP()).collect(Collectors.toUnmodifiableSet());
        serving.forEach(address -> pages.computeIfAbsent(address, Page::new));
        perPod = replicas * A_REPLICA / pods.size();
    }

    private final class Page {
        private final HttpServer server;
        private final String address;
        private double arrivals;
        private long asked = System.nanoTime();

        Page(String address) {
            this.address = address;
            try {
                server = HttpServer.create(new InetSocketAddress(address, OPS_PORT), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server.createContext("/metrics", this::answer);
            server.start();
        }

        private void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                long now = System.nanoTime();
                // One that leaves has no share any more: the load would be more than was told.
                if (serving.contains(address)) arrivals += perPod * (now - asked) / 1e9;
                asked = now;
                if (replicas == 0) {
                    exchange.sendResponseHeaders(503, -1);
                    return;
                }
                byte[] text = "mastio_arrivals_total{traffic=\"client\"} %.0f%nprocess_start_time_seconds 1%n"
                        .formatted(arrivals)
                        .getBytes(StandardCharsets.US_ASCII);
                exchange.sendResponseHeaders(200, text.length);
                exchange.getResponseBody().write(text);
            }
        }
    }
}
