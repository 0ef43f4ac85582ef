package dev.mastio.local.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchTest {
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

    @AutoClose
    private static final Running running =
            Running.start(ApiConfig.defaults().withBookmarkEvery(Duration.ofMillis(200)));

    private static final Wire wire = running.wire();

    private static ConfigMap configMap(String name, String label) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .addToLabels("label", label)
                .endMetadata()
                .build();
    }

    private static String version(ConfigMap object) {
        return object.getMetadata().getResourceVersion();
    }

    private static String event(JsonNode event) {
        return event.path("type").asText() + " "
                + event.at("/object/metadata/name").asText();
    }

    @Test
    void replaysWhatHappenedAfterAVersion() throws Exception {
        String from =
                version(running.client().resource(configMap("replayed", "a")).create());
        running.client().resource(configMap("replayed", "b")).update();
        running.client().resource(configMap("replayed", "b")).delete();

        List<JsonNode> events = wire.events(CONFIG_MAPS + "?watch=1&resourceVersion=" + from, 2);

        assertThat(events).map(WatchTest::event).containsExactly("MODIFIED replayed", "DELETED replayed");
    }

    @Test
    void tellsOfObjectsThatEnterAndLeaveASelector() throws Exception {
        String from =
                version(running.client().resource(configMap("moves", "out")).create());
        running.client().resource(configMap("moves", "in")).update();
        running.client().resource(configMap("moves", "out")).update();

        List<JsonNode> events =
                wire.events(CONFIG_MAPS + "?watch=1&labelSelector=label%3Din&resourceVersion=" + from, 2);

        assertThat(events).map(WatchTest::event).containsExactly("ADDED moves", "DELETED moves");
    }

    @Test
    void tellsAnIdleWatcherThePresentVersion() throws Exception {
        String version =
                version(running.client().resource(configMap("idle", "a")).create());

        List<JsonNode> events = wire.events("/api/v1/namespaces/default/secrets?watch=1&allowWatchBookmarks=true", 1);

        assertThat(events.getFirst().path("type").asText()).isEqualTo("BOOKMARK");
        assertThat(events.getFirst().at("/object/metadata/resourceVersion").asLong())
                .isGreaterThanOrEqualTo(Long.parseLong(version));
    }

    @Test
    void marksTheEndOfTheInitialObjectsIfAsked() throws Exception {
        running.client()
                .namespaces()
                .resource(new io.fabric8.kubernetes.api.model.NamespaceBuilder()
                        .withNewMetadata()
                        .withName("initial")
                        .endMetadata()
                        .build())
                .create();

        List<JsonNode> events = wire.events(
                "/api/v1/namespaces?watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan&fieldSelector=metadata.name%3Dinitial",
                2);

        assertThat(events.getFirst().path("type").asText()).isEqualTo("ADDED");
        assertThat(events.get(1)
                        .at("/object/metadata/annotations")
                        .path("k8s.io/initial-events-end")
                        .asText())
                .isEqualTo("true");
    }

    @ParameterizedTest
    @CsvSource({"1", "9999999999999"})
    void sendsThoseAwayWhoseVersionItDoesNotKnow(String version) throws Exception {
        List<JsonNode> events = wire.events(CONFIG_MAPS + "?watch=1&resourceVersion=" + version, 1);

        assertThat(events.getFirst().path("type").asText()).isEqualTo("ERROR");
        assertThat(events.getFirst().at("/object/code").asInt()).isEqualTo(410);
        assertThat(events.getFirst().at("/object/reason").asText()).isEqualTo("Expired");
    }

    @Test
    void listsInPagesThatGoTogether() throws Exception {
        for (String name : List.of("page-1", "page-2", "page-3"))
            running.client().resource(configMap(name, "paged")).create();
        String all = CONFIG_MAPS + "?labelSelector=label%3Dpaged&limit=2";

        JsonNode first = wire.get(all);
        JsonNode second =
                wire.get(all + "&continue=" + first.at("/metadata/continue").asText());

        assertThat(first.path("items").findValuesAsText("name")).containsExactly("page-1", "page-2");
        assertThat(second.path("items").findValuesAsText("name")).containsExactly("page-3");
        assertThat(second.at("/metadata/resourceVersion")).isEqualTo(first.at("/metadata/resourceVersion"));
    }

    @ParameterizedTest
    @CsvSource({"/healthz, 200", "/readyz, 200", "/livez, 200", "/api, 401", CONFIG_MAPS + ", 401"})
    void letsOnlyProbesInWithoutAToken(String path, int status) throws IOException, InterruptedException {
        URI uri = URI.create(running.api().url() + path);

        assertThat(wire.status(HttpRequest.newBuilder(uri).build())).isEqualTo(status);
    }
}
