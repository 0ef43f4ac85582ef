package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start leaves alone until somebody needs it. Each of these was a good part of one before. */
class StartTest {

    private static final Map<String, String> SETTINGS =
            Map.of("MCP_PROXY_DB_ENCRYPTION_KEY", "raw:for-measurements-and-training-only---------");

    private final HttpClient client = Clients.speaking(HttpClient.Version.HTTP_1_1);

    @TempDir
    private Path directory;

    @Test
    void isReadyWithoutWhatOnlyLaterRequestsNeed() throws Exception {
        // Given a database that an earlier start has made
        try (RunningProxy first = RunningProxy.start(directory, SETTINGS)) {
            first.awaitReady(client);
        }

        List<String> loaded = classesOfAStart();

        assertThat(loaded)
                .contains("io.undertow.Undertow", "dev.mastio.proxy.pki.Secret")
                .doesNotContain(
                        // JMX, for Undertow's libraries
                        "com.sun.jmx.mbeanserver.JmxMBeanServer",
                        "com.sun.management.internal.DiagnosticCommandImpl",
                        // JSON, for the envelope of a key
                        "com.fasterxml.jackson.core.JsonFactory",
                        // a look through what logback complains about
                        "ch.qos.logback.core.util.StatusPrinter",
                        // migrations that the database has seen
                        "org.flywaydb.core.Flyway");
    }

    private List<String> classesOfAStart() throws Exception {
        Path log = directory.resolve("classes");
        try (ProxyProcess proxy = ProxyProcess.launch(
                Main.class,
                directory,
                Map.of(
                        "MCP_PROXY_DB_ENCRYPTION_KEY",
                        SETTINGS.get("MCP_PROXY_DB_ENCRYPTION_KEY"),
                        "JDK_JAVA_OPTIONS",
                        "-Xlog:class+load:file=" + log + ":none"))) {
            proxy.awaitReady(client);
            return Files.readString(log)
                    .lines()
                    .map(line -> line.split(" ", 2)[0])
                    .toList();
        }
    }
}
