package dev.mastio.proxy;

import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers that have an {@link AuditedProxy} record, one request after the other, and remember what was acknowledged. */
final class RecordingLoad implements AutoCloseable {

    private static final AtomicInteger RUNS = new AtomicInteger();

    private final HttpClient client = Clients.speaking(HttpClient.Version.HTTP_1_1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private volatile boolean stopping;

    private RecordingLoad() {}

    /** So many callers on that proxy, until they are stopped. */
    static RecordingLoad on(ProxyProcess proxy, int callers) {
        RecordingLoad load = new RecordingLoad();
        int run = RUNS.incrementAndGet();
        for (int caller = 0; caller < callers; caller++) {
            String prefix = "load" + run + "-" + caller + "-";
            load.threads.execute(() -> load.record(proxy, prefix));
        }
        return load;
    }

    int count() {
        return acknowledged.size();
    }

    /** Everything that was answered with success. */
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

    private void record(ProxyProcess proxy, String prefix) {
        for (int i = 0; !stopping; i++) {
            try {
                HttpResponse<Void> answer = client.send(
                        proxy.data("/record/" + prefix + i)
                                .POST(BodyPublishers.noBody())
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        BodyHandlers.discarding());
                if (answer.statusCode() == 200) {
                    acknowledged.add(prefix + i);
                }
            } catch (Exception e) {
                // Nothing was acknowledged: the process is dead, or about to be.
                if (!proxy.process().isAlive()) {
                    return;
                }
            }
        }
    }
}
