package dev.mastio.bench.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyWitnessTest {

    private final ConcurrentHashMap<String, String> pages = new ConcurrentHashMap<>();
    private HttpServer server;
    private URI operations;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            String page = pages.get(exchange.getRequestURI().getPath());
            byte[] body = (page == null ? "" : page).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(page == null ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        operations = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        pages.put("/health", "{\"status\":\"ok\",\"version\":\"1.2.3\"}");
        arrived(7);
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void namesTheVersionOfTheProxyThatGotTheRequests() throws IOException {
        ProxyWitness witness = ProxyWitness.of(List.of(operations));

        arrived(1007);

        assertThat(witness.version(1000)).isEqualTo("1.2.3");
    }

    @Test
    void aProxyThatDidNotGetTheRequestsIsNotTheOneThatWasMeasured() throws IOException {
        ProxyWitness witness = ProxyWitness.of(List.of(operations));

        arrived(1006);

        assertThatThrownBy(() -> witness.version(1000))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("999 arrived")
                .hasMessageContaining("others were measured");
    }

    @ParameterizedTest
    @CsvSource({"6, was restarted meanwhile", "7, got no request"})
    void aProxyThatCountsNoneOrFewerThanBeforeIsNone(int arrived, String trouble) throws IOException {
        ProxyWitness witness = ProxyWitness.of(List.of(operations));

        arrived(arrived);

        assertThatThrownBy(() -> witness.version(0)).hasMessageContaining(trouble);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:9464", "http://127.0.0.1:9464/metrics"})
    void whatIsNoOperationsAddressIsRefused(String address) {
        assertThatThrownBy(() -> ProxyWitness.of(List.of(URI.create(address))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(address);
    }

    @Test
    void aServerThatOnlySaysAVersionIsNoProxy() {
        pages.put("/metrics", "http_requests_total 5\n");

        assertThatThrownBy(() -> ProxyWitness.of(List.of(operations)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is no operations address of a Mastio proxy");
    }

    @Test
    void anEdgeIsNotWhatIsMeasured() {
        pages.put("/upstream", "{}");

        assertThatThrownBy(() -> ProxyWitness.of(List.of(operations)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is an edge");
    }

    private void arrived(int requests) {
        pages.put("/metrics", "mastio_arrivals_total{traffic=\"client\"} %d\n".formatted(requests));
    }
}
