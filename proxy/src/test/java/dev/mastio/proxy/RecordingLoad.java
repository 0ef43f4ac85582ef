package dev.mastio.proxy;

import static org.awaitility.Awaitility.await;

import dev.mastio.proxy.LoggedInAgent.Call;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Callers that have a proxy record, one call after the other, and remember what came of them. Each other one has a proof for each call, which
 * is used up in the transaction that records it; the others have none, and what they do is recorded by itself.
 */
final class RecordingLoad implements AutoCloseable {

    /** What a proxy must be told besides its database, so that it takes the load. */
    static final Map<String, String> SETTINGS = settings();

    /** Longer than a proxy lets anybody wait: an answer that does not come within it never does. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final AtomicInteger RUNS = new AtomicInteger();

    private final HttpClient client = Clients.speaking(HttpClient.Version.HTTP_1_1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<Refused> refused = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final int callers;
    private volatile boolean stopping;

    /**
     * A call that the proxy would not take now.
     *
     * @param after how long it took to say so
     */
    record Refused(int caller, Duration after) {}

    private RecordingLoad(int callers) {
        this.callers = callers;
    }

    /** So many callers on that proxy, until they are stopped. */
    static RecordingLoad on(ProxyProcess proxy, LoggedInAgent agent, int callers) throws Exception {
        LoggedInAgent unbound = agent.unbound(proxy);
        RecordingLoad load = new RecordingLoad(callers);
        int run = RUNS.incrementAndGet();
        for (int i = 0; i < callers; i++) {
            int caller = i;
            load.threads.execute(() ->
                    load.record(proxy, caller % 2 == 0 ? agent : unbound, caller, "load" + run + "-" + caller + "-"));
        }
        return load;
    }

    int count() {
        return acknowledged.size();
    }

    /** Until each caller could have had twenty more answered. */
    void awaitMore() {
        int enough = count() + 20 * callers;
        await().atMost(PATIENCE).until(() -> count() >= enough);
    }

    /** Until each caller was refused once more, so that none waits any longer for an answer to what it sent before. */
    void awaitAllRefused() {
        int known = refused.size();
        await().atMost(PATIENCE)
                .until(() -> refused.stream()
                                .skip(known)
                                .map(Refused::caller)
                                .distinct()
                                .count()
                        == callers);
    }

    /** Until each caller was refused once more and none was answered meanwhile. */
    void awaitNoneTaken() {
        await().atMost(PATIENCE).until(() -> {
            int before = count();
            awaitAllRefused();
            return count() == before;
        });
    }

    /** Those that got 503 so far. */
    List<Refused> refused() {
        return List.copyOf(refused);
    }

    /** Whatever else came in place of an answer while the proxy was there. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** The request ids of all that were answered as what is recorded. */
    List<String> stop() {
        stopping = true;
        threads.close();
        return List.copyOf(acknowledged);
    }

    @Override
    public void close() {
        stop();
        client.close();
    }

    private void record(ProxyProcess proxy, LoggedInAgent agent, int caller, String prefix) {
        for (int i = 0; !stopping && proxy.process().isAlive(); i++) {
            Call call = agent.call(prefix + i);
            long sent = System.nanoTime();
            try {
                HttpResponse<String> answer =
                        RunningProxy.send(client, call.to(proxy).timeout(PATIENCE));
                if (call.isAnsweredBy(answer)) {
                    acknowledged.add(call.requestId());
                } else if (answer.statusCode() == 503) {
                    refused.add(new Refused(caller, Duration.ofNanos(System.nanoTime() - sent)));
                } else {
                    failures.add(answer.statusCode() + " " + answer.body());
                }
            } catch (Exception e) {
                if (!isDying(proxy)) {
                    failures.add(e.toString());
                }
            }
        }
    }

    /** Its connections end a moment before it counts as dead. */
    private static boolean isDying(ProxyProcess proxy) {
        return proxy.process()
                .onExit()
                .thenApply(dead -> true)
                .completeOnTimeout(false, 5, TimeUnit.SECONDS)
                .join();
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(LoggedInAgent.SETTINGS);
        settings.put("MCP_PROXY_GLOBAL_RATE_LIMIT_RPS", "1000000");
        settings.put("MCP_PROXY_GLOBAL_RATE_LIMIT_BURST", "1000000");
        return Map.copyOf(settings);
    }
}
