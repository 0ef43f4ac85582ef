package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Held to what the operator tells pods of new instances. */
class LoneInstanceTest {

    private static final String ADDRESS = "127.99.1.1";

    /** Given on the command line. */
    private static final String FLAGS = "JAVA_TOOL_OPTIONS";
    /** In the URL of the database. */
    private static final Set<String> CREDENTIALS = Set.of("MASTIO_DATABASE_PASSWORD", "MASTIO_DATABASE_USERNAME");
    /** Where a pod's own does not fit what is measured. */
    private static final String BREAKER = "MASTIO_DB_LATENCY_SHED_ABOVE_MILLIS";

    private static final Set<String> OF_ITS_OWN = Set.of(
            "MASTIO_SHUTDOWN_ACCEPT_SECONDS",
            "MCP_PROXY_DATABASE_URL",
            "MCP_PROXY_GLOBAL_RATE_LIMIT_BURST",
            "MCP_PROXY_GLOBAL_RATE_LIMIT_RPS",
            "MCP_PROXY_HOST",
            "MCP_PROXY_NGINX_SAN");

    private static final String MOUNTS = "/etc/mastio";

    @TempDir
    private Path folder;

    @Test
    void tellsAProxyOnSqliteWhatAPodIsTold() throws Exception {
        LoneInstance instance = LoneInstance.onSqlite(folder);

        assertThat(comparable(instance.settings(ADDRESS)))
                .isEqualTo(expected(GoldenPod.of("minimal", "demo").settings()));
    }

    @Test
    void tellsAProxyOnPostgresWhatAPodIsTold() throws Exception {
        LoneInstance instance = new LoneInstance(folder, "postgresql://user:password@db:5432/mastio");

        assertThat(comparable(instance.settings(ADDRESS)))
                .isEqualTo(expected(GoldenPod.of("postgres", "shop").settings()));
    }

    @Test
    void hasTheFilesThatAPodFindsMounted() throws Exception {
        GoldenPod pod = GoldenPod.of("minimal", "demo");

        LoneInstance.onSqlite(folder).settings(ADDRESS);

        for (String mounted : Set.of("secrets", "pki"))
            assertThat(folder.resolve(mounted).toFile().list())
                    .as(mounted)
                    .containsExactlyInAnyOrderElementsOf(pod.files(mounted));
    }

    @Test
    void keepsItsOrgRootForTheNextPod() throws Exception {
        LoneInstance instance = LoneInstance.onSqlite(folder);
        instance.settings(ADDRESS);
        Path root = folder.resolve("pki/org-ca.crt");
        String first = Files.readString(root);

        instance.settings("127.99.1.2");

        assertThat(root).hasContent(first);
    }

    private static Map<String, String> expected(Map<String, String> pods) {
        Map<String, String> settings = new TreeMap<>(pods);
        settings.remove(FLAGS);
        settings.keySet().removeAll(CREDENTIALS);
        settings.replaceAll((name, value) -> OF_ITS_OWN.contains(name) ? "" : value);
        return settings;
    }

    private Map<String, String> comparable(Map<String, String> own) {
        Map<String, String> settings = new TreeMap<>(own);
        settings.remove(BREAKER);
        settings.replaceAll((name, value) -> OF_ITS_OWN.contains(name) ? "" : value.replace(folder.toString(), MOUNTS));
        return settings;
    }
}
