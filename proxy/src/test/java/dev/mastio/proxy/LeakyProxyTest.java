package dev.mastio.proxy;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The planted leaks show where a soak looks for them. */
class LeakyProxyTest {

    private static final double MEBI = 1024 * 1024;
    private static final int REQUESTS = 100;

    @ParameterizedTest
    @CsvSource({"heap, mastio_heap_live_bytes", "native, process_resident_memory_bytes"})
    void keepsMemoryForEveryRequest(String kind, String metric, @TempDir Path directory) throws Exception {
        Map<String, String> planted = Map.of("PLANTED_LEAK", kind, "PLANTED_LEAK_BYTES", "300000");
        try (ProxyProcess proxy = ProxyProcess.launch(LeakyProxy.class, directory, planted);
                HttpClient client = Clients.speaking(HTTP_1_1)) {
            for (int request = 0; request < REQUESTS; request++) {
                RunningProxy.send(client, proxy.data("/health"));
            }

            RunningProxy.send(client, proxy.operations("/collect").POST(BodyPublishers.noBody()));

            String page =
                    RunningProxy.send(client, proxy.operations("/metrics")).body();
            double measured = page.lines()
                    .filter(line -> line.startsWith(metric + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(metric.length())))
                    .findFirst()
                    .orElseThrow();
            assertThat(measured).isGreaterThan(REQUESTS * 300_000 + ("heap".equals(kind) ? 0 : 50 * MEBI));
        }
    }
}
