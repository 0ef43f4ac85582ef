package dev.mastio.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a soak Job starts it: as a process of its own, configured by the environment, ended by a signal. */
class SoakProgramTest {

    @TempDir
    Path folder = Path.of("set by JUnit");

    @Test
    void aSignalEndsTheRunInSecondsWithAVerdict() throws IOException, InterruptedException {
        try (TestApi api = new TestApi();
                SyntheticProxy proxy = new SyntheticProxy()) {
            api.endpoint("demo-1", true, false);
            Process process = start(environment(api, proxy));
            awaitLine(process, "load:");

            process.destroy();

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            Tree verdict = Tree.parse(Files.readString(folder.resolve("last-words")));
            assertThat(verdict.at("run").text()).contains(Runs.NAME);
            assertThat(verdict.at("verdict").text()).contains("Inconclusive");
            assertThat(verdict.at("reason").text()).contains("Interrupted");
            assertThat(proxy.soakArrivals()).isPositive().isEqualTo(proxy.served());
        }
    }

    private Map<String, String> environment(TestApi api, SyntheticProxy proxy) throws IOException {
        Map<String, String> environment = new HashMap<>(api.environment(folder));
        environment.put("MASTIO_SOAK_RUN", Runs.NAME);
        environment.put("MASTIO_SOAK_TARGET", proxy.url().toString());
        environment.put("MASTIO_SOAK_NAMESPACE", "shop");
        environment.put("MASTIO_SOAK_SERVICE", "demo");
        environment.put("MASTIO_SOAK_REPORT_CONFIGMAP", "demo-soak-report");
        environment.put("MASTIO_SOAK_OPS_PORT", Integer.toString(proxy.opsUrl().getPort()));
        environment.put(
                "MASTIO_SOAK_KEY_FILE",
                Files.write(folder.resolve("key"), SyntheticProxy.KEY).toString());
        environment.put("MASTIO_SOAK_CA_FILE", proxy.certificate(folder).toString());
        environment.put("MASTIO_SOAK_DURATION_SECONDS", "3600");
        environment.put("MASTIO_SOAK_WARM_UP_SECONDS", "1");
        environment.put("MASTIO_SOAK_IDLE_SECONDS", "0");
        environment.put("MASTIO_SOAK_SAMPLE_MILLIS", "50");
        environment.put("MASTIO_SOAK_VIRTUAL_USERS", "4");
        environment.put("MASTIO_SOAK_EFFECTIVE_FLOOR", "400");
        return environment;
    }

    private static Process start(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.mastio.bench.Main",
                        "soak"))
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static void awaitLine(Process process, String text) throws IOException {
        StringBuilder seen = new StringBuilder();
        BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            seen.append(line).append('\n');
            if (line.contains(text)) return;
        }
        throw new AssertionError("ended without '" + text + "':\n" + seen);
    }
}
