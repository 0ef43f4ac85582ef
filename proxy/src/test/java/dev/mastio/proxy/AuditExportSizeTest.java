package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.audit.AuditEvent;
import dev.mastio.proxy.audit.AuditLog;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An export may be larger than the memory of whoever writes or verifies it. */
class AuditExportSizeTest {

    private static final int HEAP_MIB = 48;
    private static final int ROWS = 6_400;
    private static final int TOGETHER = 100;
    /** What it records at its first start. */
    private static final int OF_THE_PROXY = 1;

    private static final String DETAIL = "x".repeat(16_000);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Store.Kind.class)
    void isWrittenAndVerifiedWithLessMemoryThanItHasBytes(Store.Kind kind) throws Exception {
        try (TestDatabase database = TestDatabase.fresh(kind, directory)) {
            fill(database);

            Path export = exported(database);
            assertThat(Files.size(export)).isGreaterThan(2L * HEAP_MIB * 1_048_576);

            Process verify = java("-Xmx32m", Main.class.getName(), "audit", "verify", export.toString());
            String output = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(verify.waitFor()).as(output).isZero();
            assertThat(output).contains("VERIFY PASS", "per_org=" + (ROWS + OF_THE_PROXY) + " ");
        }
    }

    private static void fill(TestDatabase database) throws Exception {
        try (AuditLog log = new AuditLog(database.open(), Instant::now)) {
            AuditEvent[] many = new AuditEvent[TOGETHER];
            Arrays.fill(
                    many,
                    AuditEvent.Action.of("acme::bob", "tool_execute", "success").detail(DETAIL));
            for (int i = 0; i < ROWS / TOGETHER; i++) {
                log.append(many[0], Arrays.copyOfRange(many, 1, TOGETHER));
            }
        }
    }

    private Path exported(TestDatabase database) throws Exception {
        Map<String, String> variables = new HashMap<>(LoggedInAgent.SETTINGS);
        variables.put("PROXY_DB_URL", database.url());
        // Of all ways to give a JVM a flag this one counts most.
        variables.put("_JAVA_OPTIONS", "-Xmx" + HEAP_MIB + "m -XX:+ExitOnOutOfMemoryError");
        Path own = Files.createTempDirectory(directory, "proxy");
        try (ProxyProcess proxy = ProxyProcess.launch(Main.class, own, variables)) {
            Path file = Exported.from(proxy, directory).file();
            assertThat(proxy.log()).contains("-Xmx" + HEAP_MIB + "m");
            return file;
        }
    }

    private static Process java(String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"));
        builder.command().addAll(List.of(arguments));
        return builder.redirectErrorStream(true).start();
    }
}
