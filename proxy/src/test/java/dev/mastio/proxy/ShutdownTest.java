package dev.mastio.proxy;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShutdownTest {

    private static final String DRAINING = "{\"status\":\"not_ready\",\"checks\":{\"shutdown\":\"draining\"}}";

    @TempDir
    private Path directory;

    private final HttpClient client = Clients.speaking(HTTP_1_1);

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void losesNoRequestOfClientsThatLeaveWhenItIsNotReady(Version version) throws Exception {
        try (ProxyProcess proxy = launch("8");
                LoadUntilUnready load = new LoadUntilUnready(proxy, version)) {
            load.awaitAnswers(200);

            proxy.process().destroy();
            awaitUnready(proxy);
            load.awaitAnswers(50);
            load.stop();

            assertThat(proxy.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(proxy.process().exitValue()).isZero();
            assertThat(load.failures()).isEmpty();
        }
    }

    @Test
    void tellsClientsToGoElsewhereWhileItStillAccepts() throws Exception {
        try (ProxyProcess proxy = launch("30")) {
            RunningProxy.send(client, proxy.data("/health"));

            proxy.process().destroy();
            awaitUnready(proxy);

            // On the connection that was open before, and on a new one.
            for (int request = 0; request < 2; request++) {
                HttpResponse<String> answer = RunningProxy.send(client, proxy.data("/health"));
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().firstValue("connection")).contains("close");
            }
            assertThat(RunningProxy.send(client, proxy.data("/readyz")).body()).isEqualTo(DRAINING);
        }
    }

    @Test
    void tellsAnHttp2ClientToGoElsewhereWhileItStillAccepts() throws Exception {
        try (ProxyProcess proxy = launch("30");
                HttpClient framed = Clients.speaking(Version.HTTP_2)) {
            String before = connection(RunningProxy.send(framed, proxy.data("/health")));

            proxy.process().destroy();
            awaitUnready(proxy);

            await().atMost(Duration.ofSeconds(25))
                    .until(() -> !connection(RunningProxy.send(framed, proxy.data("/health")))
                            .equals(before));
        }
    }

    @Test
    void endsSoonAfterAcceptingWhenNothingIsUnderWayThoughClientsAreConnected() throws Exception {
        try (ProxyProcess proxy = launch("1")) {
            RunningProxy.send(client, proxy.data("/health"));
            Instant signalled = Instant.now();

            proxy.process().destroy();

            assertThat(proxy.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(proxy.process().exitValue()).isZero();
            assertThat(Duration.between(signalled, Instant.now()))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(20));
            assertThat(proxy.log()).contains("\"stopped\"");
        }
    }

    @Test
    void waitsForAnAnswerThatIsUnderWayAfterItStoppedAccepting() throws Exception {
        try (ProxyProcess proxy = launch("0");
                Socket slow = Clients.trustingAnyone()
                        .getSocketFactory()
                        .createSocket(InetAddress.getLoopbackAddress(), proxy.dataPort())) {
            slow.setSoTimeout(60_000);
            OutputStream out = slow.getOutputStream();
            out.write(ascii("POST /v1/mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{"));
            await().atMost(ProxyProcess.PATIENCE)
                    .until(() -> RunningProxy.send(client, proxy.operations("/metrics"))
                            .body()
                            .contains("mastio_arrivals_total{traffic=\"client\"} 1.0"));

            proxy.process().destroy();
            await().atMost(ProxyProcess.PATIENCE).until(() -> refuses(proxy.dataPort()));
            out.write(ascii("}"));

            assertThat(new String(slow.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 404 ")
                    .endsWith("{\"detail\":\"Not Found\"}");
            assertThat(proxy.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(proxy.process().exitValue()).isZero();
        }
    }

    @Test
    void answersTheFirstRequestOfAClientThatConnectedJustBeforeItStoppedAccepting() throws Exception {
        try (ProxyProcess proxy = launch("0")) {
            // Its first handshake takes longer, and the time of who has just come counts from before it.
            RunningProxy.send(client, proxy.data("/health"));
            try (Socket justCame = Clients.trustingAnyone()
                    .getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), proxy.dataPort())) {
                justCame.setSoTimeout(60_000);
                ((SSLSocket) justCame).startHandshake();

                proxy.process().destroy();
                await().pollInterval(Duration.ofMillis(5))
                        .atMost(ProxyProcess.PATIENCE)
                        .until(() -> refuses(proxy.dataPort()));
                justCame.getOutputStream().write(ascii("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"));

                assertThat(new String(justCame.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .startsWith("HTTP/1.1 200 ");
            }
        }
    }

    @Test
    void exitsWithEveryProblemOfItsEnvironment() throws Exception {
        Map<String, String> wrong = Map.of("MCP_PROXY_PORT", "x", "MCP_PROXY_DATABASE_URL", "y");
        try (ProxyProcess proxy = ProxyProcess.launch(Main.class, directory, wrong)) {
            assertThat(proxy.process().waitFor(60, TimeUnit.SECONDS)).isTrue();

            assertThat(proxy.process().exitValue()).isEqualTo(2);
            assertThat(proxy.log()).contains("MCP_PROXY_PORT: \\\"x\\\"", "MCP_PROXY_DATABASE_URL: \\\"y\\\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MCP_PROXY_PORT", "MASTIO_OPS_PORT"})
    void exitsWhenAPortIsTaken(String variable) throws Exception {
        try (ProxyProcess first = launch("0")) {
            String taken = Integer.toString(first.dataPort());
            Path elsewhere = Files.createDirectory(directory.resolve("second"));
            try (ProxyProcess second = ProxyProcess.launch(Main.class, elsewhere, Map.of(variable, taken))) {
                assertThat(second.process().waitFor(60, TimeUnit.SECONDS)).isTrue();

                assertThat(second.process().exitValue()).isEqualTo(1);
                assertThat(second.log().lines())
                        .allMatch(line -> line.startsWith("{"))
                        .last(STRING)
                        .contains("\"ERROR\"", "cannot listen on 127.0.0.1 port " + taken);
            }
        }
    }

    @Test
    void exitsWhenANameIsMisspelt() throws Exception {
        try (ProxyProcess proxy = ProxyProcess.launch(Main.class, directory, Map.of("MASTIO_OPS_PROT", "1"))) {
            assertThat(proxy.process().waitFor(60, TimeUnit.SECONDS)).isTrue();

            assertThat(proxy.process().exitValue()).isEqualTo(2);
            assertThat(proxy.log()).contains("MASTIO_OPS_PROT: nothing reads this name; did you mean MASTIO_OPS_PORT?");
        }
    }

    private ProxyProcess launch(String acceptSeconds) throws IOException {
        return ProxyProcess.launch(
                Main.class,
                directory,
                Map.of("MASTIO_SHUTDOWN_ACCEPT_SECONDS", acceptSeconds, "MASTIO_SHUTDOWN_DRAIN_SECONDS", "30"));
    }

    private static String connection(HttpResponse<?> answer) {
        return answer.connectionLabel().orElseThrow();
    }

    private void awaitUnready(ProxyProcess proxy) {
        await().atMost(ProxyProcess.PATIENCE)
                .until(() -> RunningProxy.send(client, proxy.operations("/readyz"))
                        .body()
                        .equals(DRAINING));
    }

    private static boolean refuses(int port) {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return !probe.isConnected();
        } catch (IOException refused) {
            return true;
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
