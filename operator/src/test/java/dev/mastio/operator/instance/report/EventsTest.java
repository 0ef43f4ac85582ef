package dev.mastio.operator.instance.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.mastio.api.MastioInstance;
import dev.mastio.operator.ops.OperatorMetrics;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventsTest {

    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger written = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final OperatorMetrics metrics = new OperatorMetrics("0.1.0", () -> true);
    private HttpServer server;
    private KubernetesClient client;
    private Events events;

    @BeforeEach
    void openAtAServerThatAnswersWhenItMay() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                gate.await();
                byte[] answer = exchange.getRequestBody().readAllBytes();
                written.incrementAndGet();
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(201, answer.length);
                exchange.getResponseBody().write(answer);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .build();
        client = new KubernetesClientBuilder().withConfig(config).build();
        events = new Events(client, InstantSource.system(), metrics);
    }

    @AfterEach
    void close() {
        gate.countDown();
        events.close();
        client.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void nobodyWaitsUntilTheyAreWritten() {
        say(3);

        assertThat(written).hasValue(0);
        assertThat(metrics.scrape()).contains("mastio_operator_events_waiting 3.0");
    }

    @Test
    void atTheEndWhatWasSaidIsWritten() {
        // As patient as a busy machine asks for.
        Events patient = new Events(client, InstantSource.system(), metrics, Duration.ofMinutes(1));
        gate.countDown();
        say(patient, 3);

        patient.close();

        assertThat(written).hasValue(3);
        assertThat(metrics.scrape()).contains("mastio_operator_events_waiting 0.0");
    }

    @Test
    void thoseThatHaveNoRoomAreDropped() {
        say(1100);

        assertThat(metrics.scrape()).contains("mastio_operator_events_waiting 1001.0");
    }

    @Test
    void theEndDoesNotWaitForAServerThatDoesNotAnswer() {
        say(1);

        assertThat(CompletableFuture.runAsync(events::close)).succeedsWithin(Duration.ofSeconds(10));
        assertThat(written).hasValue(0);
    }

    private void say(int times) {
        say(events, times);
    }

    private static void say(Events events, int times) {
        MastioInstance demo = new MastioInstance();
        demo.setMetadata(new ObjectMetaBuilder()
                .withName("demo")
                .withNamespace("here")
                .withUid("1")
                .build());
        for (int i = 0; i < times; i++) events.say(demo, News.normal("Told", "news " + i));
    }
}
