package dev.mastio.proxy;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Clients behind a service: they send one request after another until the endpoint is taken away from them. */
final class LoadUntilUnready implements AutoCloseable {

    private static final int USERS = 8;

    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong answers = new AtomicLong();
    private final ExecutorService users = Executors.newFixedThreadPool(USERS);
    private final HttpClient client;
    private final HttpRequest request;
    private volatile boolean running = true;

    LoadUntilUnready(ProxyProcess proxy, Version version) throws IOException {
        client = Clients.speaking(version);
        request = proxy.data("/health").build();
        for (int user = 0; user < USERS; user++) {
            users.execute(this::sendOneAfterAnother);
        }
    }

    /** Waits until so many more requests are answered. */
    void awaitAnswers(long more) {
        long enough = answers.get() + more;
        await().atMost(ProxyProcess.PATIENCE).until(() -> answers.get() >= enough || !failures.isEmpty());
    }

    /** The endpoint is gone; returns when the last answer is in. */
    void stop() {
        running = false;
        users.close();
    }

    Queue<String> failures() {
        return failures;
    }

    @Override
    public void close() {
        stop();
        client.close();
    }

    private void sendOneAfterAnother() {
        while (running) {
            try {
                HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
                if (answer.statusCode() != 200) {
                    failures.add("status " + answer.statusCode());
                }
            } catch (IOException e) {
                failures.add(e.toString());
            } catch (InterruptedException e) {
                return;
            }
            answers.incrementAndGet();
        }
    }
}
