package dev.mastio.suite.faults.ground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mastio.suite.faults.plan.Trouble;
import dev.mastio.suite.faults.plan.Troubles;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FaultProxyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AtomicInteger carriedOut = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer api;

    FaultProxyTest() throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        api.createContext("/", this::serve);
        api.createContext("/api/v1/namespaces/quiet/", this::serveNothing);
        api.start();
    }

    @AfterEach
    void stopApi() {
        end.countDown();
        api.stop(0);
        http.shutdownNow();
    }

    @Test
    void passesOnMethodPathBodyAndWhoAsks() throws Exception {
        try (FaultProxy proxy = proxy(0)) {
            HttpResponse<String> answer = http.send(
                    patch(proxy, "/api/v1/x?y=1")
                            .header("Authorization", "Bearer me")
                            .build(),
                    BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.body()).isEqualTo("PATCH /api/v1/x?y=1 Bearer me changed");
        }
    }

    @Test
    void whatIsRefusedIsNotCarriedOutAndWhatIsLostIs() throws Exception {
        int refused = 0;
        int lost = 0;
        try (FaultProxy proxy = proxy(25)) {
            for (int request = 0; request < 60; request++) {
                try {
                    int code = http.send(patch(proxy, "/api/v1/x").build(), BodyHandlers.discarding())
                            .statusCode();
                    assertThat(code).isIn(409, 429, 500);
                    refused++;
                } catch (IOException noAnswer) {
                    lost++;
                }
            }
            assertThat(lost)
                    .isPositive()
                    .isEqualTo(carriedOut.get())
                    .isEqualTo(proxy.tally().of(Trouble.LOST));
            assertThat(refused).isPositive();
            assertThat(proxy.tally().writes()).isEqualTo(60);
        }
    }

    @Test
    void anInformerWatchesBeforeAnythingHappens() throws Exception {
        try (FaultProxy proxy = proxy(0);
                KubernetesClient client = client(proxy);
                SharedIndexInformer<ConfigMap> informer =
                        client.configMaps().inNamespace("quiet").inform()) {

            await().atMost(PATIENCE).until(informer::isWatching);

            assertThat(informer.getStore().list()).isEmpty();
        }
    }

    @Test
    void aWatchIsCutInTheMiddle() throws Exception {
        try (FaultProxy proxy = proxy(0)) {
            HttpRequest watch = HttpRequest.newBuilder(URI.create(proxy.url() + "/api/v1/x?watch=true"))
                    .build();
            InputStream events = http.send(watch, BodyHandlers.ofInputStream()).body();
            assertThat(events.readNBytes(6)).asString(StandardCharsets.US_ASCII).isEqualTo(" event");

            await().atMost(PATIENCE).until(proxy::cutWatches, cut -> cut == 1);

            assertThatThrownBy(events::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    private FaultProxy proxy(int percent) throws IOException {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + api.getAddress().getPort())
                .build();
        return new FaultProxy("127.0.0.1", config, new Troubles(4, percent));
    }

    private static KubernetesClient client(FaultProxy proxy) {
        Config config =
                new ConfigBuilder(Config.empty()).withMasterUrl(proxy.url()).build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private static HttpRequest.Builder patch(FaultProxy proxy, String path) {
        return HttpRequest.newBuilder(URI.create(proxy.url() + path))
                .method("PATCH", BodyPublishers.ofString("changed"));
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            carriedOut.incrementAndGet();
            if (exchange.getRequestURI().toString().contains("watch")) {
                watch(exchange, "event");
                return;
            }
            List<String> said = List.of(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII));
            answer(exchange, 201, String.join(" ", said));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serveNothing(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestURI().toString().contains("watch")) watch(exchange, "");
            else answer(exchange, 200, """
                    {"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[]}""");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch(HttpExchange exchange, String events) throws IOException, InterruptedException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(events.getBytes(StandardCharsets.US_ASCII));
        exchange.getResponseBody().flush();
        end.await();
    }

    private static void answer(HttpExchange exchange, int code, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
    }
}
