package dev.mastio.proxy.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.Clients;
import dev.mastio.proxy.RunningProxy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Raw clients whose request is refused before its body has come. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EarlyAnswerTest {

    private static final int LIMIT = 1_000;

    private RunningProxy proxy;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        proxy = RunningProxy.start(
                directory,
                Map.of(
                        "MCP_PROXY_MAX_REQUEST_BODY_BYTES", Integer.toString(LIMIT),
                        "MCP_PROXY_GLOBAL_RATE_LIMIT_RPS", "1",
                        "MCP_PROXY_GLOBAL_RATE_LIMIT_BURST", "1"));
    }

    @AfterAll
    void stop() {
        proxy.close();
    }

    @Test
    void aClientThatSendsAllBeforeItReadsStillGetsItsAnswer() throws Exception {
        for (int attempt = 0; attempt < 20; attempt++) {
            try (SSLSocket client = connect()) {
                post(client, 1_000_000);
                client.getOutputStream().write(new byte[1_000_000]);
                client.getOutputStream().flush();

                assertThat(reader(client).readLine()).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
            }
        }
    }

    @Test
    void aClientThatIsShedKeepsItsConnection() throws Exception {
        try (SSLSocket client = connect()) {
            BufferedReader answers = reader(client);
            String status = "";
            while (!status.contains("503")) {
                post(client, LIMIT);
                client.getOutputStream().write(new byte[LIMIT]);
                status = head(answers);
                answers.skip(length(status));
            }
            client.getOutputStream().write(ascii("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"));

            assertThat(head(answers)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aClientThatNeverFinishesIsCutOffAfterItHasItsAnswer() throws Exception {
        try (SSLSocket client = connect()) {
            post(client, 1_000_000);
            long sent = System.nanoTime();

            assertThat(reader(client).lines()).first().asString().contains("413");
            assertThat(Duration.ofNanos(System.nanoTime() - sent)).isLessThan(Duration.ofSeconds(60));
        }
    }

    @Test
    void aClientThatSendsWithoutEndIsCutOff() throws Exception {
        try (SSLSocket client = connect()) {
            post(client, Integer.MAX_VALUE);
            byte[] part = new byte[16_000];

            long sent = 0;
            try {
                while (sent < 1L << 30) {
                    client.getOutputStream().write(part);
                    sent += part.length;
                }
            } catch (IOException e) {
                // as hoped
            }

            assertThat(sent).isLessThan(64L << 20);
        }
    }

    private static void post(SSLSocket client, int length) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write(ascii("POST /v1/mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n"));
        out.flush();
    }

    private static String head(BufferedReader answers) throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = answers.readLine(); line != null && !line.isEmpty(); line = answers.readLine()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    private static long length(String head) {
        return head.lines()
                .filter(line -> line.startsWith("Content-Length: "))
                .mapToLong(line -> Long.parseLong(line.substring("Content-Length: ".length())))
                .sum();
    }

    private static BufferedReader reader(SSLSocket client) throws IOException {
        // One byte a character, so that Content-Length counts characters.
        return new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private SSLSocket connect() throws IOException {
        SSLSocket client = (SSLSocket) Clients.trustingAnyone()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), proxy.dataPort());
        client.setSoTimeout(60_000);
        return client;
    }
}
