package dev.mastio.operator.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is counted of requests that do not go well, on the client library's own way. */
class ApiRequestsTest {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> failed = new CopyOnWriteArrayList<>();
    private final List<Integer> answers = new CopyOnWriteArrayList<>();

    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        AtomicInteger number = new AtomicInteger();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            int code = answers.get(number.getAndIncrement());
            byte[] body =
                    "{\"kind\": \"Status\", \"apiVersion\": \"v1\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void eachAttemptThatIsRefusedCountsUnderItsStatus() {
        answers.addAll(List.of(429, 500, 404));
        try (KubernetesClient client = client()) {
            assertThat(client.pods().inNamespace("a").withName("b").get()).isNull();
        }

        assertThat(failed).containsExactly("429", "500");
        assertThat(asked).containsExactly("GET pods", "GET pods", "GET pods");
    }

    @Test
    void noAnswerCountsAsNone() {
        server.stop(0);
        try (KubernetesClient client = client()) {
            assertThatThrownBy(
                            () -> client.pods().inNamespace("a").withName("b").get())
                    .isInstanceOf(KubernetesClientException.class);
        }

        assertThat(failed).isNotEmpty().containsOnly("none");
        assertThat(asked).isEmpty();
    }

    private KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .withRequestRetryBackoffInterval(1)
                        .withRequestRetryBackoffLimit(3)
                        .build())
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor(
                        "requests",
                        new ApiRequests((method, resource) -> asked.add(method + " " + resource), failed::add)))
                .build();
    }
}
