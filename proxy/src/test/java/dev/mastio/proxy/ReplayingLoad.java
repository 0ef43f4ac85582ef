package dev.mastio.proxy;

import static org.awaitility.Awaitility.await;

import dev.mastio.proxy.LoggedInAgent.Call;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers that send each call which was acknowledged once more, at another replica, and remember what came of both. */
final class ReplayingLoad implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = Clients.speaking(HttpClient.Version.HTTP_1_1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger replayed = new AtomicInteger();
    private volatile boolean stopping;

    private ReplayingLoad() {}

    /** So many callers who call the one and replay at the other, and as many the other way round, until they are stopped. */
    static ReplayingLoad between(ProxyProcess one, ProxyProcess other, LoggedInAgent agent, int callers) {
        ReplayingLoad load = new ReplayingLoad();
        for (int i = 0; i < callers; i++) {
            String name = "replayed-" + i;
            load.threads.execute(() -> load.run(one, other, agent, name + "-there-"));
            load.threads.execute(() -> load.run(other, one, agent, name + "-back-"));
        }
        return load;
    }

    /** How many calls were acknowledged and then replayed, whatever came of that. */
    int count() {
        return replayed.get();
    }

    /** How many calls got 503 instead of being acknowledged. */
    int refused() {
        return refused.get();
    }

    /** Whatever else came, above all a replay that was taken. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** The request ids of all that were acknowledged. */
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

    private void run(ProxyProcess first, ProxyProcess second, LoggedInAgent agent, String prefix) {
        for (int i = 0; !stopping; i++) {
            Call call = agent.call(prefix + i);
            try {
                HttpResponse<String> answer = send(call, first);
                if (call.isAnsweredBy(answer)) {
                    acknowledged.add(call.requestId());
                    replay(call, second);
                } else if (answer.statusCode() == 503) {
                    refused.incrementAndGet();
                } else {
                    failures.add(described(call, answer));
                }
            } catch (Exception e) {
                failures.add(call.requestId() + ": " + e);
            }
        }
    }

    /** Until it is refused as such: one that is shed says nothing. */
    private void replay(Call call, ProxyProcess at) {
        HttpResponse<String> answer =
                await().atMost(PATIENCE).until(() -> send(call, at), sent -> sent.statusCode() != 503);
        replayed.incrementAndGet();
        if (answer.statusCode() != 401 || !answer.body().contains("DPoP proof replay detected")) {
            failures.add("replayed " + described(call, answer));
        }
    }

    private HttpResponse<String> send(Call call, ProxyProcess to) throws Exception {
        return RunningProxy.send(client, call.to(to).timeout(PATIENCE));
    }

    private static String described(Call call, HttpResponse<String> answer) {
        return call.requestId() + ": " + answer.statusCode() + " " + answer.body();
    }
}
